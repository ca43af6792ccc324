{{/* What building needs, in a namespace. No right on Secrets: builder pods mount them. */}}
{{- define "stave.rules" -}}
- apiGroups: [stave.build]
  resources: [imagebuilds]
  verbs: [get, list, watch]
- apiGroups: [stave.build]
  resources: [imagebuildruns]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [stave.build]
  resources: [imagebuilds/status, imagebuildruns/status]
  verbs: [patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
# The job of a run, by name.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, patch]
# Events of others say why a pod does not start.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
{{- end }}

{{/* What polling of private repositories needs. */}}
{{- define "stave.secretRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- end }}

{{/* A role with its binding, in a namespace or, where that is empty, in the cluster: (list ROOT NAME RULES NAMESPACE). */}}
{{- define "stave.role" -}}
{{- $root := index . 0 }}
{{- $name := index . 1 }}
{{- $namespace := index . 3 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "Role" "ClusterRole" (not (empty $namespace)) }}
metadata:
  name: {{ $name }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "stave.labels" $root | nindent 4 }}
rules:
  {{- include (index . 2) $root | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "RoleBinding" "ClusterRoleBinding" (not (empty $namespace)) }}
metadata:
  name: {{ $name }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "stave.labels" $root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ ternary "Role" "ClusterRole" (not (empty $namespace)) }}
  name: {{ $name }}
subjects:
  {{- include "stave.subject" $root | nindent 2 }}
{{- end }}

{{/* The Lease. A create cannot be limited to a name; update is what JOSDK asks for, patch what its client does. */}}
{{- define "stave.leaderRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [stave-operator]
  verbs: [get, update, patch]
{{- end }}
