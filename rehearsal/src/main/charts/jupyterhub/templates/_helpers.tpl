{{/* What selects this release's pods. */}}
{{- define "selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Labels of every object. */}}
{{- define "labels" -}}
{{ include "selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
rehearsal.hubkeeper.org/stand-in: "true"
{{- end }}

{{/* Where pods may run; takes the values that hold nodeSelector and tolerations. */}}
{{- define "placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Affinity and tolerations of a pod of that purpose; takes (list PURPOSE matchNodePurpose extraTolerations). */}}
{{- define "purpose" -}}
{{- $purpose := index . 0 }}
tolerations:
  - {key: hub.jupyter.org/dedicated, operator: Equal, value: {{ $purpose }}, effect: NoSchedule}
  {{- with index . 2 }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- if eq (index . 1) "require" }}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - {key: hub.jupyter.org/node-purpose, operator: In, values: [{{ $purpose }}]}
{{- else if eq (index . 1) "prefer" }}
affinity:
  nodeAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        preference:
          matchExpressions:
            - {key: hub.jupyter.org/node-purpose, operator: In, values: [{{ $purpose }}]}
{{- end }}
{{- end }}
