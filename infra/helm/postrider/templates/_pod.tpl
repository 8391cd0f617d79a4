{{/* What the pods of the three services, and of the migration, have in common. */}}

{{/*
The security context of a pod: (dict "root" $ "component" "ingest"). That of all pods, and what differs for this component. OpenShift gives
each namespace a range of users and refuses pods that name another one; there the cluster chooses user and groups.
*/}}
{{- define "postrider.podSecurity" -}}
{{- $v := .root.Values -}}
{{- $context := omit $v.podSecurityContext -}}
{{- if eq (include "postrider.arbitraryUsers" .root) "true" -}}
{{- $context = omit $context "runAsUser" "runAsGroup" "fsGroup" -}}
{{- end -}}
{{- include "postrider.over" (dict "base" $context "own" (default dict (index $v .component)).podSecurityContext) -}}
{{- end -}}

{{/* Fields of one map over those of another, also where they are false or 0: (dict "base" $map "own" $map). */}}
{{- define "postrider.over" -}}
{{- $all := deepCopy .base -}}
{{- range $name, $value := .own -}}
{{- $_ := set $all $name $value -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* Whether the cluster chooses the users of pods: "true" or "false". */}}
{{- define "postrider.arbitraryUsers" -}}
{{- $chosen := toString .Values.openshift.arbitraryUsers -}}
{{- if eq $chosen "auto" -}}
{{- .Capabilities.APIVersions.Has "security.openshift.io/v1" -}}
{{- else -}}
{{- $chosen -}}
{{- end -}}
{{- end -}}

{{/* The security context of a container: (dict "root" $ "component" "ingest"). */}}
{{- define "postrider.containerSecurity" -}}
{{- include "postrider.over" (dict "base" .root.Values.containerSecurityContext "own" (default dict (index .root.Values .component)).containerSecurityContext) -}}
{{- end -}}

{{/* Mode of mounted Secrets. The pod's group may read them; if the manifest names no group, any user in the container may. */}}
{{- define "postrider.secretMode" -}}
{{- ternary "0440" "0444" (hasKey (fromYaml (include "postrider.podSecurity" .)) "fsGroup") -}}
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
leave nothing for buffers outside of it. Java reads the limit and takes a percentage, and by default would take as much as the heap again for
buffers outside of it; out of memory it ends, so that the pod is restarted instead of limping on. The command is the image's, with these options:
JAVA_TOOL_OPTIONS would put a line into the log that is not JSON, and so it is left to you.
*/}}
{{- define "postrider.memory" -}}
{{- if eq .root.Values.image.flavour "native" }}
args:
  - -Xmx{{ include "postrider.shareOfMemory" (dict "limit" .resources.limits.memory "percent" .percent "value" .value) }}m
{{- else }}
command:
  - /opt/java/openjdk/bin/java
  - -XX:Flags=/opt/postrider/java.flags
  - -XX:MaxRAMPercentage={{ .percent }}
  - -XX:MaxDirectMemorySize={{ include "postrider.shareOfMemory" (dict "limit" .resources.limits.memory "percent" 12.5 "value" .value) }}m
  - -XX:+ExitOnOutOfMemoryError
  - -jar
  - /opt/postrider/quarkus-run.jar
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
    defaultMode: {{ include "postrider.secretMode" . }}
{{- end }}
{{- if eq .component "sender" }}
{{- if $v.dkim.domains }}
- name: dkim
  configMap:
    name: {{ include "postrider.fullname" .root }}-dkim
- name: dkim-keys
  secret:
    secretName: {{ $v.dkim.existingSecret }}
    defaultMode: {{ include "postrider.secretMode" . }}
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
    defaultMode: {{ include "postrider.secretMode" $ }}
{{- end }}
{{- with $c.extraVolumes }}
{{ toYaml . }}
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
{{- with $c.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
Three questions. Started: the schema is there, the routes are read; for as long as PostgreSQL may take to come up. Alive: every event loop answers;
depends on nothing outside, or an outage of PostgreSQL would have every pod restarted; its check waits 5 s. Ready: all that a call or a batch needs.
*/}}
{{- define "postrider.probes" -}}
{{- $own := (index .root.Values .component).probes -}}
{{- $startup := dict "httpGet" (dict "path" "/q/health/started" "port" "management") "periodSeconds" 2 "timeoutSeconds" 3 "failureThreshold" 150 -}}
{{- $liveness := dict "httpGet" (dict "path" "/q/health/live" "port" "management") "periodSeconds" 10 "timeoutSeconds" 6 "failureThreshold" 3 -}}
{{- /* A process that hangs cannot stop in order: it is not given the whole grace time. */ -}}
{{- $_ := set $liveness "terminationGracePeriodSeconds" 5 -}}
{{- $readiness := dict "httpGet" (dict "path" "/q/health/ready" "port" "management") "periodSeconds" 5 "timeoutSeconds" 3 "failureThreshold" 2 -}}
startupProbe:
  {{- include "postrider.over" (dict "base" $startup "own" $own.startup) | nindent 2 }}
livenessProbe:
  {{- include "postrider.over" (dict "base" $liveness "own" $own.liveness) | nindent 2 }}
readinessProbe:
  {{- include "postrider.over" (dict "base" $readiness "own" $own.readiness) | nindent 2 }}
{{- end -}}
