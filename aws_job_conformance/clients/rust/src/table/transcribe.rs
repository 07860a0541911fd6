// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_transcribe::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_transcribe, answers);
    Some(match name {
        "GetCallAnalyticsJob" => outcome(client.get_call_analytics_job().call_analytics_job_name("000000000000").send().await),
        "GetMedicalScribeJob" => outcome(client.get_medical_scribe_job().medical_scribe_job_name("000000000000").send().await),
        "GetMedicalTranscriptionJob" => outcome(client.get_medical_transcription_job().medical_transcription_job_name("000000000000").send().await),
        "GetTranscriptionJob" => outcome(client.get_transcription_job().transcription_job_name("000000000000").send().await),
        _ => return None,
    })
}

text!(types::CallAnalyticsJobStatus);
text!(types::CallAnalyticsFeature);
text!(types::CallAnalyticsSkippedReasonCode);
structure!(types::CallAnalyticsSkippedFeature, feature: "Feature", reason_code: "ReasonCode", message: "Message");
structure!(types::CallAnalyticsJobDetails, skipped: "Skipped");
text!(types::LanguageCode);
text!(types::MediaFormat);
structure!(types::Media, media_file_uri: "MediaFileUri", redacted_media_file_uri: "RedactedMediaFileUri");
structure!(types::Transcript, transcript_file_uri: "TranscriptFileUri", redacted_transcript_file_uri: "RedactedTranscriptFileUri");
text!(types::VocabularyFilterMethod);
text!(types::RedactionType);
text!(types::RedactionOutput);
text!(types::PiiEntityType);
structure!(types::ContentRedaction, redaction_type: "RedactionType", redaction_output: "RedactionOutput", pii_entity_types: "PiiEntityTypes");
structure!(types::LanguageIdSettings, vocabulary_name: "VocabularyName", vocabulary_filter_name: "VocabularyFilterName", language_model_name: "LanguageModelName");
structure!(types::Summarization, generate_abstractive_summary: "GenerateAbstractiveSummary");
structure!(types::CallAnalyticsJobSettings, vocabulary_name: "VocabularyName", vocabulary_filter_name: "VocabularyFilterName", vocabulary_filter_method: "VocabularyFilterMethod", language_model_name: "LanguageModelName", content_redaction: "ContentRedaction", language_options: "LanguageOptions", language_id_settings: "LanguageIdSettings", summarization: "Summarization");
text!(types::ParticipantRole);
structure!(types::ChannelDefinition, channel_id: "ChannelId", participant_role: "ParticipantRole");
structure!(types::Tag, key: "Key", value: "Value");
structure!(types::CallAnalyticsJob, call_analytics_job_name: "CallAnalyticsJobName", call_analytics_job_status: "CallAnalyticsJobStatus", call_analytics_job_details: "CallAnalyticsJobDetails", language_code: "LanguageCode", media_sample_rate_hertz: "MediaSampleRateHertz", media_format: "MediaFormat", media: "Media", transcript: "Transcript", start_time: "StartTime", creation_time: "CreationTime", completion_time: "CompletionTime", failure_reason: "FailureReason", data_access_role_arn: "DataAccessRoleArn", identified_language_score: "IdentifiedLanguageScore", settings: "Settings", channel_definitions: "ChannelDefinitions", tags: "Tags");
structure!(aws_sdk_transcribe::operation::get_call_analytics_job::GetCallAnalyticsJobOutput, call_analytics_job: "CallAnalyticsJob");
text!(types::MedicalScribeJobStatus);
text!(types::MedicalScribeLanguageCode);
structure!(types::MedicalScribeOutput, transcript_file_uri: "TranscriptFileUri", clinical_document_uri: "ClinicalDocumentUri");
text!(types::MedicalScribeNoteTemplate);
structure!(types::ClinicalNoteGenerationSettings, note_template: "NoteTemplate");
structure!(types::MedicalScribeSettings, show_speaker_labels: "ShowSpeakerLabels", max_speaker_labels: "MaxSpeakerLabels", channel_identification: "ChannelIdentification", vocabulary_name: "VocabularyName", vocabulary_filter_name: "VocabularyFilterName", vocabulary_filter_method: "VocabularyFilterMethod", clinical_note_generation_settings: "ClinicalNoteGenerationSettings");
text!(types::MedicalScribeParticipantRole);
structure!(types::MedicalScribeChannelDefinition, channel_id: "ChannelId", participant_role: "ParticipantRole");
structure!(types::MedicalScribeJob, medical_scribe_job_name: "MedicalScribeJobName", medical_scribe_job_status: "MedicalScribeJobStatus", language_code: "LanguageCode", media: "Media", medical_scribe_output: "MedicalScribeOutput", start_time: "StartTime", creation_time: "CreationTime", completion_time: "CompletionTime", failure_reason: "FailureReason", settings: "Settings", data_access_role_arn: "DataAccessRoleArn", channel_definitions: "ChannelDefinitions", medical_scribe_context_provided: "MedicalScribeContextProvided", tags: "Tags");
structure!(aws_sdk_transcribe::operation::get_medical_scribe_job::GetMedicalScribeJobOutput, medical_scribe_job: "MedicalScribeJob");
text!(types::TranscriptionJobStatus);
structure!(types::MedicalTranscript, transcript_file_uri: "TranscriptFileUri");
structure!(types::MedicalTranscriptionSetting, show_speaker_labels: "ShowSpeakerLabels", max_speaker_labels: "MaxSpeakerLabels", channel_identification: "ChannelIdentification", show_alternatives: "ShowAlternatives", max_alternatives: "MaxAlternatives", vocabulary_name: "VocabularyName");
text!(types::MedicalContentIdentificationType);
text!(types::Specialty);
text!(types::Type);
structure!(types::MedicalTranscriptionJob, medical_transcription_job_name: "MedicalTranscriptionJobName", transcription_job_status: "TranscriptionJobStatus", language_code: "LanguageCode", media_sample_rate_hertz: "MediaSampleRateHertz", media_format: "MediaFormat", media: "Media", transcript: "Transcript", start_time: "StartTime", creation_time: "CreationTime", completion_time: "CompletionTime", failure_reason: "FailureReason", settings: "Settings", content_identification_type: "ContentIdentificationType", specialty: "Specialty", r#type: "Type", tags: "Tags");
structure!(aws_sdk_transcribe::operation::get_medical_transcription_job::GetMedicalTranscriptionJobOutput, medical_transcription_job: "MedicalTranscriptionJob");
structure!(types::Settings, vocabulary_name: "VocabularyName", show_speaker_labels: "ShowSpeakerLabels", max_speaker_labels: "MaxSpeakerLabels", channel_identification: "ChannelIdentification", show_alternatives: "ShowAlternatives", max_alternatives: "MaxAlternatives", vocabulary_filter_name: "VocabularyFilterName", vocabulary_filter_method: "VocabularyFilterMethod");
structure!(types::ModelSettings, language_model_name: "LanguageModelName");
structure!(types::JobExecutionSettings, allow_deferred_execution: "AllowDeferredExecution", data_access_role_arn: "DataAccessRoleArn");
structure!(types::LanguageCodeItem, language_code: "LanguageCode", duration_in_seconds: "DurationInSeconds");
text!(types::SubtitleFormat);
structure!(types::SubtitlesOutput, formats: "Formats", subtitle_file_uris: "SubtitleFileUris", output_start_index: "OutputStartIndex");
text!(types::ToxicityCategory);
structure!(types::ToxicityDetectionSettings, toxicity_categories: "ToxicityCategories");
structure!(types::TranscriptionJob, transcription_job_name: "TranscriptionJobName", transcription_job_status: "TranscriptionJobStatus", language_code: "LanguageCode", media_sample_rate_hertz: "MediaSampleRateHertz", media_format: "MediaFormat", media: "Media", transcript: "Transcript", start_time: "StartTime", creation_time: "CreationTime", completion_time: "CompletionTime", failure_reason: "FailureReason", settings: "Settings", model_settings: "ModelSettings", job_execution_settings: "JobExecutionSettings", content_redaction: "ContentRedaction", identify_language: "IdentifyLanguage", identify_multiple_languages: "IdentifyMultipleLanguages", language_options: "LanguageOptions", identified_language_score: "IdentifiedLanguageScore", language_codes: "LanguageCodes", tags: "Tags", subtitles: "Subtitles", language_id_settings: "LanguageIdSettings", toxicity_detection: "ToxicityDetection");
structure!(aws_sdk_transcribe::operation::get_transcription_job::GetTranscriptionJobOutput, transcription_job: "TranscriptionJob");
