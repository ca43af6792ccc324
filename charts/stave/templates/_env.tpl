{{/* The operator's settings, as its OperatorConfig reads them. */}}
{{- define "stave.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: STAVE_BUILDER_IMAGE
  value: {{ include "stave.image" (list .Values.builder.image .Values.image.registry .Chart.AppVersion) | quote }}
- name: STAVE_BUILDER_PULL_POLICY
  value: {{ .Values.builder.image.pullPolicy }}
- name: STAVE_BUILDER_RESOURCES
  value: {{ .Values.builder.resources | toJson | quote }}
{{- if trim .Values.builder.registriesConf }}
- name: STAVE_REGISTRIES_CONF
  value: /etc/stave/registries.conf
{{- end }}
{{- if trim .Values.builder.caBundle }}
- name: STAVE_CA_BUNDLE
  value: /etc/stave/ca.crt
{{- end }}
{{- with .Values.watchNamespaces }}
- name: STAVE_NAMESPACES
  value: {{ join "," . }}
{{- end }}
- name: STAVE_LEADER_ELECTION
  value: {{ .Values.leaderElection | quote }}
- name: STAVE_HTTP_PORT
  value: "8080"
- name: STAVE_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
