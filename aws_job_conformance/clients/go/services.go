package main

import (
	"reflect"

	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/batch"
	"github.com/aws/aws-sdk-go-v2/service/bedrock"
	"github.com/aws/aws-sdk-go-v2/service/cloudcontrol"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/customerprofiles"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/healthlake"
	"github.com/aws/aws-sdk-go-v2/service/mediaconvert"
	"github.com/aws/aws-sdk-go-v2/service/pinpoint"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/redshiftdata"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/transcribe"
)

// service is how the client of a service is made, and how AWS spells its members: Go's names all
// begin with a capital. camel: AWS's with a small letter. except: those that are the other way.
type service struct {
	new    reflect.Value
	camel  bool
	except map[string]bool
}

func capital(new any) service { return service{new: reflect.ValueOf(new)} }

func camel(new any) service { return service{new: reflect.ValueOf(new), camel: true} }

// services are those of operations.json by botocore's names, but for three: of mailmanager and
// textract the Go module proxy had no module when this was pinned, and sagemaker takes minutes to
// compile. Those that are asked in CBOR
// alone (codedeploy, codepipeline, comprehend, datasync, translate) speak JSON alone in this SDK.
var services = map[string]service{
	"athena":            capital(athena.NewFromConfig),
	"backup":            capital(backup.NewFromConfig),
	"batch":             camel(batch.NewFromConfig),
	"bedrock":           camel(bedrock.NewFromConfig),
	"cloudcontrol":      capital(cloudcontrol.NewFromConfig),
	"cloudformation":    capital(cloudformation.NewFromConfig),
	"codebuild":         camel(codebuild.NewFromConfig),
	"customer-profiles": capital(customerprofiles.NewFromConfig),
	"dynamodb":          capital(dynamodb.NewFromConfig),
	"ec2":               capital(ec2.NewFromConfig),
	"ecs":               camel(ecs.NewFromConfig),
	"emr":               capital(emr.NewFromConfig),
	"emr-containers":    camel(emrcontainers.NewFromConfig),
	"emr-serverless":    camel(emrserverless.NewFromConfig),
	"glue":              capital(glue.NewFromConfig),
	"healthlake":        capital(healthlake.NewFromConfig),
	"logs":              camel(cloudwatchlogs.NewFromConfig),
	"mediaconvert":      capital(mediaconvert.NewFromConfig),
	"pinpoint":          capital(pinpoint.NewFromConfig),
	"rds":               capital(rds.NewFromConfig),
	"redshift-data":     {new: reflect.ValueOf(redshiftdata.NewFromConfig), except: map[string]bool{"Name": true, "Value": true}},
	"s3control":         capital(s3control.NewFromConfig),
	"sesv2":             capital(sesv2.NewFromConfig),
	"ssm":               capital(ssm.NewFromConfig),
	"stepfunctions":     camel(sfn.NewFromConfig),
	"transcribe":        capital(transcribe.NewFromConfig),
}
