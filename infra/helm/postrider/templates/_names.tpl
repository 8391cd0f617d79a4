{{/* Names and labels. */}}

{{- define "postrider.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* What all names begin with. At most 40 characters, so that the longest suffix still fits into a label. */}}
{{- define "postrider.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "postrider.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "postrider.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change, of one component: (dict "root" $ "component" "ingest"). */}}
{{- define "postrider.selector" -}}
app.kubernetes.io/name: {{ include "postrider.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .role }}
postrider.io/role: {{ . }}
{{- end }}
{{- end -}}

{{/* The name of the objects of a component, or of one role of it. */}}
{{- define "postrider.objectName" -}}
{{- printf "%s-%s" (include "postrider.fullname" .root) .component -}}
{{- with .role -}}{{- printf "-%s" . -}}{{- end -}}
{{- end -}}

{{/* The roles of ingest that have separate objects, in JSON; one empty name if a single Deployment has all of them. */}}
{{- define "postrider.ingestRoles" -}}
{{- ternary (list "intake" "control" "feedback") (list "") .Values.ingest.perRole.enabled | toJson -}}
{{- end -}}

{{/* Labels of pods: nothing that changes with the chart's version, or every new chart would replace the broker's pods. */}}
{{- define "postrider.podLabels" -}}
{{ include "postrider.selector" . }}
app.kubernetes.io/part-of: postrider
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "postrider.labels" -}}
{{ include "postrider.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: postrider
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
An object of the release as it is in the cluster, in YAML; empty where it is not there, or where the cluster is not asked: at an installation, and by
"helm template" and what renders like it. (dict "root" $ "version" "apps/v1" "kind" "Deployment" "component" "ingest")
*/}}
{{- define "postrider.live" -}}
{{- $live := dict -}}
{{- if .root.Release.IsUpgrade -}}
{{- $live = lookup .version .kind .root.Release.Namespace (include "postrider.objectName" .) -}}
{{- end -}}
{{- toYaml $live -}}
{{- end -}}

{{/* The image of a service: (dict "root" $ "component" "ingest"). */}}
{{- define "postrider.image" -}}
{{- $image := (index .root.Values .component).image -}}
{{- $repository := printf "%s/%s" (trimSuffix "/" .root.Values.image.registry) $image.repository -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s-%s" $repository (default .root.Chart.AppVersion .root.Values.image.tag) .root.Values.image.flavour -}}
{{- end -}}
{{- end -}}

{{/* The account that pods of a component run with: (dict "root" $ "component" "ingest"). */}}
{{- define "postrider.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- if $account.create -}}
{{- default (printf "%s-%s" (include "postrider.fullname" .root) .component) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{/* That account, unless it is there already. */}}
{{- define "postrider.serviceAccount" -}}
{{- with (index .root.Values .component).serviceAccount -}}
{{- if .create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "postrider.serviceAccountName" $ }}
  labels:
    {{- include "postrider.labels" $ | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The image of a neighbour, by its values. */}}
{{- define "postrider.neighbourImage" -}}
{{- if .digest -}}{{ printf "%s@%s" .repository .digest }}{{- else -}}{{ printf "%s:%s" .repository .tag }}{{- end -}}
{{- end -}}

{{- define "postrider.routesConfigMap" -}}
{{- default (printf "%s-routes" (include "postrider.fullname" .)) .Values.routes.existingConfigMap -}}
{{- end -}}

{{/* Whether the services get a sites file: "true" or nothing. */}}
{{- define "postrider.hasSites" -}}
{{- if or .Values.sites (and .Values.routes.existingConfigMap .Values.routes.sites) -}}true{{- end -}}
{{- end -}}

{{/* hook, job or service. */}}
{{- define "postrider.migration" -}}
{{- if ne .Values.migration.mode "auto" -}}
{{- .Values.migration.mode -}}
{{- else if .Values.postgresql.enabled -}}job{{- else -}}hook{{- end -}}
{{- end -}}
