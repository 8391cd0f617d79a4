{{/* What the pods of the three services, and of the migration, have in common. */}}

{{/* Restricted, in the words of the Pod Security Standards. */}}
{{- define "postrider.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "postrider.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "postrider.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Mebibytes that are a share of the limit: (dict "limit" "1024Mi" "percent" 50 "value" "ingest.resources.limits.memory"). */}}
{{- define "postrider.shareOfMemory" -}}
{{- $limit := toString .limit -}}
{{- $mebibytes := 0 -}}
{{- if hasSuffix "Gi" $limit -}}
{{- $mebibytes = mulf (float64 (trimSuffix "Gi" $limit)) 1024 -}}
{{- else if hasSuffix "Mi" $limit -}}
{{- $mebibytes = float64 (trimSuffix "Mi" $limit) -}}
{{- else -}}
{{- fail (printf "%s is %s; write it in Mi or Gi, since the heap is derived from it." .value $limit) -}}
{{- end -}}
{{- int64 (floor (divf (mulf $mebibytes .percent) 100)) -}}
{{- end -}}

{{/*
How the process is held to its memory. A native image takes -Xmx as an argument: by default it would take most of the limit for its heap and
leave nothing for buffers outside of it. Java reads the limit and a percentage from JAVA_TOOL_OPTIONS, and by default would take as much as the heap
again for buffers outside of it; out of memory it ends, so that the pod is restarted instead of limping on.
*/}}
{{- define "postrider.memoryArgs" -}}
{{- if eq .root.Values.image.flavour "native" }}
args:
  - -Xmx{{ include "postrider.shareOfMemory" (dict "limit" .resources.limits.memory "percent" .percent "value" .value) }}m
{{- end }}
{{- end -}}

{{- define "postrider.memoryEnv" -}}
{{- if eq .root.Values.image.flavour "jvm" }}
- name: JAVA_TOOL_OPTIONS
{{- $direct := include "postrider.shareOfMemory" (dict "limit" .resources.limits.memory "percent" 12.5 "value" .value) }}
  value: -XX:MaxRAMPercentage={{ .percent }} -XX:MaxDirectMemorySize={{ $direct }}m -XX:+ExitOnOutOfMemoryError
{{- end }}
{{- end -}}

{{/* Pods spread as evenly as possible, but started in any case. */}}
{{- define "postrider.topologySpread" -}}
{{- with (index .root.Values .component).topologySpread }}
topologySpreadConstraints:
  {{- range . }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "postrider.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end -}}

{{/* Directories, never single files (subPath): only those are followed when their ConfigMap or Secret changes. */}}
{{- define "postrider.volumes" -}}
{{- $v := .root.Values -}}
{{- $c := index $v .component -}}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 64Mi
{{- if $v.database.trust.existingConfigMap }}
- name: database-trust
  configMap:
    name: {{ $v.database.trust.existingConfigMap }}
    items:
      - key: {{ $v.database.trust.key }}
        path: ca.crt
{{- end }}
{{- if ne .component "ingest" }}
- name: routes
  configMap:
    name: {{ include "postrider.routesConfigMap" .root }}
{{- end }}
{{- if and (eq .component "ingest") $v.report.enabled $v.report.tls.existingSecret }}
- name: report-tls
  secret:
    secretName: {{ $v.report.tls.existingSecret }}
    defaultMode: 0440
{{- end }}
{{- if eq .component "sender" }}
{{- if $v.dkim.domains }}
- name: dkim
  configMap:
    name: {{ include "postrider.fullname" .root }}-dkim
- name: dkim-keys
  secret:
    secretName: {{ $v.dkim.existingSecret }}
    defaultMode: 0440
{{- end }}
{{- if $v.smtp.trust.existingConfigMap }}
- name: smtp-trust
  configMap:
    name: {{ $v.smtp.trust.existingConfigMap }}
    items:
      - key: {{ $v.smtp.trust.key }}
        path: ca.crt
{{- end }}
{{- end }}
{{- range $c.secretMounts }}
- name: secret-{{ . }}
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- end -}}

{{- define "postrider.mounts" -}}
{{- $v := .root.Values -}}
{{- $c := index $v .component -}}
- name: tmp
  mountPath: /tmp
{{- if $v.database.trust.existingConfigMap }}
- name: database-trust
  mountPath: /etc/postrider/database-trust
  readOnly: true
{{- end }}
{{- if ne .component "ingest" }}
- name: routes
  mountPath: /etc/postrider/routes
  readOnly: true
{{- end }}
{{- if and (eq .component "ingest") $v.report.enabled $v.report.tls.existingSecret }}
- name: report-tls
  mountPath: /etc/postrider/report-tls
  readOnly: true
{{- end }}
{{- if eq .component "sender" }}
{{- if $v.dkim.domains }}
- name: dkim
  mountPath: /etc/postrider/dkim
  readOnly: true
- name: dkim-keys
  mountPath: /etc/postrider/dkim-keys
  readOnly: true
{{- end }}
{{- if $v.smtp.trust.existingConfigMap }}
- name: smtp-trust
  mountPath: /etc/postrider/smtp-trust
  readOnly: true
{{- end }}
{{- end }}
{{- range $c.secretMounts }}
- name: secret-{{ . }}
  mountPath: /etc/postrider/secrets/{{ . }}
  readOnly: true
{{- end }}
{{- end -}}

{{/*
Three questions. Started: the schema is there, the routes are read; for as long as PostgreSQL may take to come up. Alive: every event loop answers;
depends on nothing outside, or an outage of PostgreSQL would have every pod restarted; its check waits 5 s. Ready: all that a call or a batch needs.
*/}}
{{- define "postrider.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: management}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 150
livenessProbe:
  httpGet: {path: /q/health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 6
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /q/health/ready, port: management}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}
