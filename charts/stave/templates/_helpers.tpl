{{/* Names of what the chart makes begin with it. */}}
{{- define "stave.name" -}}
{{- if contains "stave" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-stave" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "stave.selector" -}}
app.kubernetes.io/name: stave
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "stave.labels" -}}
{{ include "stave.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "stave.serviceAccount" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}{{ else if .Values.serviceAccount.create }}{{ include "stave.name" . }}{{ else }}default{{ end -}}
{{- end }}

{{/* Reference of an image: (list IMAGE REGISTRY VERSION). A digest pins it; the tag stays for people to read. */}}
{{- define "stave.image" -}}
{{- $image := index . 0 -}}
{{ $image.registry | default (index . 1) }}/{{ $image.repository }}:{{ $image.tag | default (index . 2) }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* What is read from files: "true" if there is any. */}}
{{- define "stave.hasFiles" -}}
{{- if or (trim .Values.builder.registriesConf) (trim .Values.builder.caBundle) }}true{{ end -}}
{{- end }}

{{- define "stave.subject" -}}
- kind: ServiceAccount
  name: {{ include "stave.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
