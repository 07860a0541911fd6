package main

import (
	"github.com/aws/aws-sdk-go-v2/service/cloudcontrol"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/healthlake"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/transcribe"
)

// waiters are those of the services of this build that poll an operation with a contract, by
// botocore's names: Go finds no function by its name at run time.
var waiters = map[string]any{
	"cloudcontrol:ResourceRequestSuccess":    cloudcontrol.NewResourceRequestSuccessWaiter,
	"cloudformation:ChangeSetCreateComplete": cloudformation.NewChangeSetCreateCompleteWaiter,
	"cloudformation:StackCreateComplete":     cloudformation.NewStackCreateCompleteWaiter,
	"cloudformation:StackDeleteComplete":     cloudformation.NewStackDeleteCompleteWaiter,
	"cloudformation:StackImportComplete":     cloudformation.NewStackImportCompleteWaiter,
	"cloudformation:StackRollbackComplete":   cloudformation.NewStackRollbackCompleteWaiter,
	"cloudformation:StackUpdateComplete":     cloudformation.NewStackUpdateCompleteWaiter,
	"dynamodb:ExportCompleted":               dynamodb.NewExportCompletedWaiter,
	"dynamodb:ImportCompleted":               dynamodb.NewImportCompletedWaiter,
	"ec2:ExportTaskCancelled":                ec2.NewExportTaskCancelledWaiter,
	"ec2:ExportTaskCompleted":                ec2.NewExportTaskCompletedWaiter,
	"ec2:SnapshotImported":                   ec2.NewSnapshotImportedWaiter,
	"ecs:TasksStopped":                       ecs.NewTasksStoppedWaiter,
	"emr:ClusterTerminated":                  emr.NewClusterTerminatedWaiter,
	"emr:StepComplete":                       emr.NewStepCompleteWaiter,
	"healthlake:FHIRExportJobCompleted":      healthlake.NewFHIRExportJobCompletedWaiter,
	"healthlake:FHIRImportJobCompleted":      healthlake.NewFHIRImportJobCompletedWaiter,
	"ssm:CommandExecuted":                    ssm.NewCommandExecutedWaiter,
	"transcribe:CallAnalyticsJobCompleted":   transcribe.NewCallAnalyticsJobCompletedWaiter,
	"transcribe:MedicalScribeJobCompleted":   transcribe.NewMedicalScribeJobCompletedWaiter,
	"transcribe:TranscriptionJobCompleted":   transcribe.NewTranscriptionJobCompletedWaiter,
}
