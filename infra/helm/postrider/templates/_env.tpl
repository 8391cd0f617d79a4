{{/*
What a service is told. Properties become environment variables as Quarkus names them: upper case, and "_" for each
character that is no letter or digit. Secrets are references; the rest stands in one ConfigMap for each service.
*/}}

{{- define "postrider.variable" -}}
{{- regexReplaceAll "[^A-Za-z0-9]" . "_" | upper -}}
{{- end -}}

{{/* Addresses of the broker, separated by commas. */}}
{{- define "postrider.brokerUrls" -}}
{{- $artemis := printf "%s-artemis" (include "postrider.fullname" .) -}}
{{- if .Values.broker.urls -}}
{{- join "," .Values.broker.urls -}}
{{- else if eq .Values.artemis.mode "pair" -}}
{{- printf "amqp://%s-0.%s:5672,amqp://%s-1.%s:5672" $artemis $artemis $artemis $artemis -}}
{{- else -}}
{{- printf "amqp://%s:5672" $artemis -}}
{{- end -}}
{{- end -}}

{{- define "postrider.databaseHost" -}}
{{- default (printf "%s-postgresql" (include "postrider.fullname" .)) .Values.database.host -}}
{{- end -}}

{{/* The properties of the database, as a dict in YAML: (dict "root" $ "component" "ingest"). */}}
{{- define "postrider.databaseProperties" -}}
{{- $d := .root.Values.database -}}
{{- $place := printf "postgresql://%s:%d/%s" (include "postrider.databaseHost" .root) (int $d.port) $d.name }}
quarkus.datasource.reactive.url: {{ $place | quote }}
quarkus.datasource.reactive.postgresql.ssl-mode: {{ $d.sslMode | quote }}
quarkus.datasource.username: {{ (index $d.users .component).name | quote }}
{{- if eq .component "ingest" }}
{{- $trust := ternary "&sslrootcert=/etc/postrider/database-trust/ca.crt" "" (ne $d.trust.existingConfigMap "") }}
quarkus.datasource.jdbc.url: {{ printf "jdbc:%s?sslmode=%s%s" $place $d.sslMode $trust | quote }}
{{- end }}
{{- if $d.trust.existingConfigMap }}
quarkus.datasource.reactive.trust-certificate-pem: "true"
quarkus.datasource.reactive.trust-certificate-pem.certs: /etc/postrider/database-trust/ca.crt
{{- end }}
{{- if eq $d.sslMode "verify-full" }}
quarkus.datasource.reactive.hostname-verification-algorithm: HTTPS
{{- end }}
{{- end -}}

{{/* All properties of a service but its secrets, as a dict in YAML. */}}
{{- define "postrider.properties" -}}
{{- $v := .root.Values -}}
quarkus.management.host: 0.0.0.0
quarkus.management.port: {{ include "postrider.managementPort" . | quote }}
quarkus.log.console.json.enabled: {{ $v.logs.json | quote }}
quarkus.log.level: {{ $v.logs.level | quote }}
postrider.broker.urls: {{ include "postrider.brokerUrls" .root | quote }}
postrider.broker.username: {{ (index $v.broker.users .component).name | quote }}
{{- include "postrider.databaseProperties" . }}
{{- if eq .component "ingest" }}
quarkus.http.host: 0.0.0.0
quarkus.http.port: "8080"
{{- with .role }}
postrider.roles: {{ . }}
{{- end }}
{{- range $v.api.keys }}
postrider.api-keys.{{ .name }}.scopes: {{ join "," .scopes | quote }}
{{- end }}
{{- $migrates := eq (include "postrider.migration" .root) "service" }}
quarkus.flyway.migrate-at-start: {{ $migrates | quote }}
{{- if $migrates }}
quarkus.flyway.username: {{ $v.database.users.owner.name | quote }}
{{- end }}
{{- with $v.database.users.maintenance.name }}
postrider.retention.username: {{ . | quote }}
{{- end }}
{{- with $v.trustedProxies }}
postrider.trusted-proxies: {{ join "," . | quote }}
{{- end }}
{{- if $v.report.enabled }}
postrider.report.enabled: "true"
postrider.report.host: 0.0.0.0
postrider.report.port: {{ $v.report.port | quote }}
{{- with $v.report.feedbackAddress }}
postrider.report.feedback-address: {{ . | quote }}
{{- end }}
{{- with $v.report.postmaster }}
postrider.report.postmaster: {{ . | quote }}
{{- end }}
{{- if $v.report.tls.existingSecret }}
postrider.report.tls-certificate: /etc/postrider/report-tls/tls.crt
postrider.report.tls-key: /etc/postrider/report-tls/tls.key
{{- end }}
{{- end }}
{{- else }}
postrider.routes.file: /etc/postrider/routes/routes.yaml
{{- if include "postrider.hasSites" .root }}
postrider.sites.file: /etc/postrider/routes/sites.yaml
{{- end }}
{{- end }}
{{- if eq .component "sender" }}
{{- if $v.dkim.domains }}
postrider.compose.dkim: /etc/postrider/dkim/dkim.yaml
{{- end }}
{{- if $v.smtp.trust.existingConfigMap }}
postrider.deliver.trust: /etc/postrider/smtp-trust/ca.crt
{{- end }}
{{- end }}
{{- if and $v.verp.domain (has .component (list "ingest" "sender")) }}
postrider.verp.domain: {{ $v.verp.domain | quote }}
{{- end }}
{{- range $name, $value := (index $v .component).settings }}
{{ $name | quote }}: {{ if kindIs "float64" $value }}{{ if eq (float64 (int64 $value)) $value }}{{ int64 $value | toString | quote }}{{ else }}{{ $value | toString | quote }}{{ end }}{{ else }}{{ $value | toString | quote }}{{ end }}
{{- end }}
{{- end -}}

{{/* The ConfigMap's data. */}}
{{- define "postrider.environment" -}}
{{- range $name, $value := fromYaml (include "postrider.properties" .) }}
{{ include "postrider.variable" $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* A variable whose value is in a Secret: (dict "property" "…" "secret" "…" "key" "…"). */}}
{{- define "postrider.secretVariable" -}}
- name: {{ include "postrider.variable" .property }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end -}}

{{/* The variables of a service whose values are in Secrets. */}}
{{- define "postrider.secrets" -}}
{{- $v := .root.Values -}}
{{ include "postrider.secretVariable" (dict "property" "postrider.broker.password" "secret" $v.broker.existingSecret "key" (index $v.broker.users .component).key) }}
{{ include "postrider.secretVariable" (dict "property" "quarkus.datasource.password" "secret" $v.database.existingSecret "key" (index $v.database.users .component).key) }}
{{- if eq .component "ingest" }}
{{- if eq (include "postrider.migration" .root) "service" }}
{{ include "postrider.secretVariable" (dict "property" "quarkus.flyway.password" "secret" $v.database.existingSecret "key" $v.database.users.owner.key) }}
{{- end }}
{{- if $v.database.users.maintenance.name }}
{{ include "postrider.secretVariable" (dict "property" "postrider.retention.password" "secret" $v.database.existingSecret "key" $v.database.users.maintenance.key) }}
{{- end }}
{{ include "postrider.secretVariable" (dict "property" "postrider.api-key" "secret" $v.api.existingSecret "key" $v.api.key) }}
{{- range $v.api.keys }}
{{ include "postrider.secretVariable" (dict "property" (printf "postrider.api-keys.%s.key" .name) "secret" .existingSecret "key" .key) }}
{{- end }}
{{- end }}
{{- if and $v.verp.domain (has .component (list "ingest" "sender")) }}
{{ include "postrider.secretVariable" (dict "property" "postrider.verp.keys" "secret" $v.verp.existingSecret "key" $v.verp.key) }}
{{- end }}
{{- end -}}
