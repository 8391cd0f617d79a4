{{/* Combinations of values that cannot work fail here, before anything is rendered. Single values are checked by values.schema.json. */}}
{{- define "postrider.checks" -}}
{{- $v := .Values -}}
{{- if and (not $v.broker.urls) (not $v.artemis.enabled) -}}
{{- fail "There is no broker: set broker.urls to your Artemis, or artemis.enabled=true." -}}
{{- end -}}
{{- if and $v.broker.urls $v.artemis.enabled -}}
{{- fail "There are two brokers: broker.urls names yours, so set artemis.enabled=false (or leave broker.urls empty)." -}}
{{- end -}}
{{- if and (not $v.database.host) (not $v.postgresql.enabled) -}}
{{- fail "There is no database: set database.host to your PostgreSQL, or postgresql.enabled=true for evaluation." -}}
{{- end -}}
{{- if and $v.database.host $v.postgresql.enabled -}}
{{- fail "There are two databases: database.host names yours, so set postgresql.enabled=false (or leave database.host empty)." -}}
{{- end -}}
{{- if and (hasPrefix "verify-" $v.database.sslMode) (not $v.database.trust.existingConfigMap) -}}
{{- fail (printf "database.sslMode=%s needs database.trust.existingConfigMap with the certificates to trust." $v.database.sslMode) -}}
{{- end -}}
{{- if and $v.postgresql.enabled (eq $v.migration.mode "hook") -}}
{{- fail "migration.mode=hook cannot work with postgresql.enabled: the hook would wait for a database that is installed after it. Use auto or job." -}}
{{- end -}}
{{- if and (not $v.routes.list) (not $v.routes.existingConfigMap) -}}
{{- fail "There is no route: set routes.list, or routes.existingConfigMap." -}}
{{- end -}}
{{- if and $v.sites $v.routes.existingConfigMap -}}
{{- fail "sites cannot be added to an existing ConfigMap: add sites.yaml to routes.existingConfigMap and set routes.sites=true instead." -}}
{{- end -}}
{{- if and $v.report.enabled (not $v.verp.domain) -}}
{{- fail "report.enabled needs verp.domain: without signed return paths, bounces cannot be assigned to deliveries." -}}
{{- end -}}
{{- if and $v.dkim.domains (not $v.dkim.existingSecret) -}}
{{- fail "dkim.domains needs dkim.existingSecret, the Secret with the private keys." -}}
{{- end -}}
{{- if and (eq $v.artemis.mode "pair") $v.artemis.enabled (not $v.artemis.persistence.existingClaim) (not $v.artemis.persistence.storageClass) -}}
{{- fail "artemis.mode=pair needs a volume that two pods can write to: set artemis.persistence.storageClass to a class with ReadWriteMany, or existingClaim." -}}
{{- end -}}
{{- if and $v.postgresql.enabled (not (has $v.database.sslMode (list "disable" "allow" "prefer"))) -}}
{{- fail (printf "database.sslMode=%s cannot work with postgresql.enabled: the bundled PostgreSQL has no certificate. Use prefer." $v.database.sslMode) -}}
{{- end -}}
{{- range $user := list "ingest" "router" "sender" -}}
{{- $name := (index $v.database.users $user).name -}}
{{- if ne $name $user -}}
{{- fail (printf "database.users.%s.name=%s: the migrations grant rights to roles named ingest, router and sender; use that name." $user $name) -}}
{{- end -}}
{{- end -}}
{{- if has $v.database.users.owner.name (list "ingest" "router" "sender") -}}
{{- fail (printf "database.users.owner.name=%s: a service must not own the tables; use another role, such as postrider_owner." $v.database.users.owner.name) -}}
{{- end -}}
{{- range $user := list "ingest" "router" "sender" -}}
{{- $name := (index $v.broker.users $user).name -}}
{{- if and $v.artemis.enabled (ne $name $user) -}}
{{- fail (printf "broker.users.%s.name=%s: broker.xml and its roles know %s only; other names need a broker that you run." $user $name $user) -}}
{{- end -}}
{{- end -}}
{{- range $route := $v.routes.list -}}
{{- if and $v.networkPolicy.enabled $route.port (not (has (toString (int $route.port)) (splitList " " (include "postrider.smtpPorts" $)))) -}}
{{- fail (printf "routes.list: port %v of route %s is not in networkPolicy.smtpPorts, so no pod can connect to it; add it there." $route.port $route.name) -}}
{{- end -}}
{{- end -}}
{{- range $route := $v.routes.list -}}
{{- $unverified := has (default "starttls" $route.tls) (list "none" "opportunistic") -}}
{{- if and $route.password $unverified (not $route.allow_plaintext_credentials) -}}
{{- fail (printf "routes.list: tls of route %s is %s, so any server could read its password; use starttls or implicit, or set allow_plaintext_credentials: true." $route.name $route.tls) -}}
{{- end -}}
{{- $inside := regexMatch "^([^.:]+|.*[.]svc([.].*)?|10[.].*|192[.]168[.].*|172[.](1[6-9]|2[0-9]|3[01])[.].*)$" (default "relay.example" $route.host) -}}
{{- if and $v.networkPolicy.enabled $inside (not $v.networkPolicy.smtpTo) $v.networkPolicy.smtpExcept -}}
{{- fail (printf "routes.list: host %s of route %s is not public, and the sender can connect to public addresses only; list it in networkPolicy.smtpTo." $route.host $route.name) -}}
{{- end -}}
{{- end -}}
{{- range $reference := regexFindAll "/etc/postrider/secrets/[^/}]+" (toJson $v.routes.list) -1 -}}
{{- if not (has (base $reference) $v.sender.secretMounts) -}}
{{- fail (printf "routes.list refers to %s, which is not mounted: add %s to sender.secretMounts." $reference (base $reference)) -}}
{{- end -}}
{{- end -}}
{{- range $component, $drain := dict "ingest" 20 "router" 50 "sender" 76 -}}
{{- $c := index $v $component -}}
{{- if lt (int $c.terminationGracePeriodSeconds) (add (int $c.preStopSeconds) $drain | int) -}}
{{- fail (printf "%s.terminationGracePeriodSeconds=%v is too short: preStopSeconds and %d s for its drain." $component $c.terminationGracePeriodSeconds $drain) -}}
{{- end -}}
{{- range $variable := $c.extraEnv -}}
{{- range $setting := fromJsonArray (include "postrider.managed" $) -}}
{{- if eq $variable.name (include "postrider.variable" $setting) -}}
{{- fail (printf "%s.extraEnv: the chart sets %s itself, from a dedicated value." $component $variable.name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (ne $v.ingest.service.type "ClusterIP") $v.networkPolicy.enabled (not (contains "ipBlock" (toJson $v.networkPolicy.apiFrom))) -}}
{{- fail (printf "ingest.service.type=%s: networkPolicy.apiFrom admits only pods to the API; add the addresses of the callers, such as ipBlock: {cidr: 203.0.113.0/24}." $v.ingest.service.type) -}}
{{- end -}}
{{- if and $v.ingest.perRole.enabled $v.ingress.enabled -}}
{{- fail "ingest.perRole.enabled and ingress.enabled: an Ingress cannot send POST /v1/messages to another Service than GET; use httpRoute." -}}
{{- end -}}
{{- if and $v.ingest.perRole.enabled (ne $v.ingest.service.type "ClusterIP") -}}
{{- fail (printf "ingest.perRole.enabled needs ingest.service.type ClusterIP, not %s: httpRoute sends each call to the Service of its role." $v.ingest.service.type) -}}
{{- end -}}
{{- if and $v.ingress.enabled (not $v.ingress.hosts) -}}
{{- fail "ingress.enabled needs ingress.hosts." -}}
{{- end -}}
{{- if and (or $v.ingress.enabled $v.httpRoute.enabled) (not $v.trustedProxies) -}}
{{- fail "ingress.enabled and httpRoute.enabled need trustedProxies, the addresses of the controller's pods, such as [10.0.0.0/8]: without them all clients count as one and share its limits." -}}
{{- end -}}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) -}}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs, the Gateways to attach to." -}}
{{- end -}}
{{- range $component := list "ingest" "router" "sender" -}}
{{- $c := index $v $component -}}
{{- $keda := default dict $c.keda -}}
{{- if and $c.autoscaling.enabled $keda.enabled -}}
{{- fail (printf "%s.autoscaling and %s.keda would both scale the same pods: enable one of them." $component $component) -}}
{{- end -}}
{{- if and $c.autoscaling.enabled (gt (int $c.autoscaling.minReplicas) (int $c.autoscaling.maxReplicas)) -}}
{{- fail (printf "%s.autoscaling.minReplicas is greater than maxReplicas." $component) -}}
{{- end -}}
{{- if $keda.enabled -}}
{{- if gt (int $keda.minReplicas) (int $keda.maxReplicas) -}}
{{- fail (printf "%s.keda.minReplicas is greater than maxReplicas." $component) -}}
{{- end -}}
{{- if and (eq $v.keda.trigger "prometheus") (not $v.keda.prometheus.serverAddress) -}}
{{- fail (printf "%s.keda with trigger prometheus needs keda.prometheus.serverAddress." $component) -}}
{{- end -}}
{{- if eq $v.keda.trigger "artemis" -}}
{{- if $v.artemis.enabled -}}
{{- fail "keda.trigger=artemis needs a broker with a console; the bundled one has none. Use trigger prometheus, or a broker that you run." -}}
{{- end -}}
{{- if or (not $v.keda.artemis.managementEndpoint) (not $v.keda.artemis.existingSecret) -}}
{{- fail "keda.trigger=artemis needs keda.artemis.managementEndpoint and keda.artemis.existingSecret." -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $setting, $value := $c.settings -}}
{{- if has $setting (fromJsonArray (include "postrider.managed" $)) -}}
{{- fail (printf "%s.settings.%s: the chart sets it itself, from a dedicated value or from the pod's definition; see values.yaml." $component $setting) -}}
{{- end -}}
{{- if regexMatch "^quarkus[.](log[.](category|handler[.][a-z]+)[.][^\"]|tls[.][^.]+[.](key-store|trust-store|reload-period))" $setting -}}
{{- if not (regexMatch "^quarkus[.]tls[.](\"|key-store|trust-store)" $setting) -}}
{{- fail (printf "%s.settings.%s: write the name in the middle in double quotes, or the service ignores the variable." $component $setting) -}}
{{- end -}}
{{- end -}}
{{- if regexMatch "(?i)(password|secret|token|credentials)" $setting -}}
{{- fail (printf "%s.settings.%s: secrets must not be set as values. Put it into a Secret and refer to it in %s.extraEnv." $component $setting $component) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Changes that Kubernetes does not allow in existing objects are refused before a part of the upgrade is applied. This works only if
Helm queries the cluster; "helm template" and similar tools cannot.
*/}}
{{- define "postrider.unchangeableOfPostgresql" -}}
{{- $live := include "postrider.live" (dict "root" . "version" "apps/v1" "kind" "StatefulSet" "component" "postgresql") | fromYaml -}}
{{- range dig "spec" "volumeClaimTemplates" list $live -}}
{{- $size := dig "spec" "resources" "requests" "storage" "" . -}}
{{- if ne $size $.Values.postgresql.persistence.size -}}
{{- fail (printf "postgresql.persistence.size cannot change from %s to %s, because the volumes of a StatefulSet cannot change. Keep %s, or dump the database and restore it into another." $size $.Values.postgresql.persistence.size $size) -}}
{{- end -}}
{{- $class := dig "spec" "storageClassName" "" . -}}
{{- if ne $class $.Values.postgresql.persistence.storageClass -}}
{{- fail (printf "postgresql.persistence.storageClass cannot change from %q to %q, because the volumes of a StatefulSet cannot change." $class $.Values.postgresql.persistence.storageClass) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "postrider.unchangeableOfArtemis" -}}
{{- $a := .Values.artemis -}}
{{- $name := printf "%s-artemis" (include "postrider.fullname" .) -}}
{{- $pair := eq $a.mode "pair" -}}
{{- $address := dig "spec" "clusterIP" "" (include "postrider.live" (dict "root" . "version" "v1" "kind" "Service" "component" "artemis") | fromYaml) -}}
{{- if and $pair $address (ne $address "None") -}}
{{- fail (printf "artemis.mode cannot change to pair while the Service %s has an address: delete it (kubectl -n %s delete service %s), then upgrade." $name .Release.Namespace $name) -}}
{{- end -}}
{{- $live := dict -}}
{{- if not $a.persistence.existingClaim -}}
{{- $live = include "postrider.live" (dict "root" . "version" "v1" "kind" "PersistentVolumeClaim" "component" "artemis") | fromYaml -}}
{{- end -}}
{{- if $live -}}
{{- if ne $pair (has "ReadWriteMany" (dig "spec" "accessModes" list $live)) -}}
{{- fail (printf "artemis.mode cannot change to %s: the volume %s was created for the other mode, and Kubernetes cannot change that. Create a volume and name it in artemis.persistence.existingClaim; lost broker messages are requeued from the outbox." $a.mode $name) -}}
{{- end -}}
{{- $class := dig "spec" "storageClassName" "" $live -}}
{{- if and $a.persistence.storageClass (ne $class $a.persistence.storageClass) -}}
{{- fail (printf "artemis.persistence.storageClass cannot change from %q to %q in an existing volume." $class $a.persistence.storageClass) -}}
{{- end -}}
{{- $size := dig "spec" "resources" "requests" "storage" "" $live -}}
{{- if lt (include "postrider.mebibytes" $a.persistence.size | int64) (include "postrider.mebibytes" $size | int64) -}}
{{- fail (printf "artemis.persistence.size cannot shrink from %s to %s; a volume can only grow, and only if its StorageClass allows it." $size $a.persistence.size) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A size in Mi, Gi or Ti as mebibytes; 0 in other words, which Kubernetes may have chosen. */}}
{{- define "postrider.mebibytes" -}}
{{- if regexMatch "^[0-9]+Mi$" . -}}{{ trimSuffix "Mi" . }}
{{- else if regexMatch "^[0-9]+Gi$" . -}}{{ mul (trimSuffix "Gi" . | int64) 1024 }}
{{- else if regexMatch "^[0-9]+Ti$" . -}}{{ mul (trimSuffix "Ti" . | int64) 1048576 }}
{{- else -}}0{{- end -}}
{{- end -}}

{{/* Separated by blanks. Numbers of a file of values may be floating. */}}
{{- define "postrider.smtpPorts" -}}
{{- range $place, $port := .Values.networkPolicy.smtpPorts }}{{ if $place }} {{ end }}{{ int $port }}{{ end -}}
{{- end -}}

{{/* Properties that must not be set under "settings", as the chart does. */}}
{{- define "postrider.managed" -}}
{{- toJson (list
  "postrider.broker.urls" "postrider.broker.username" "postrider.broker.password"
  "postrider.roles" "postrider.api-key" "postrider.api-keys" "postrider.trusted-proxies" "postrider.verp.domain" "postrider.verp.keys"
  "postrider.report.enabled" "postrider.report.host" "postrider.report.port" "postrider.report.feedback-address" "postrider.report.postmaster"
  "postrider.report.tls-certificate" "postrider.report.tls-key" "postrider.report.tls"
  "postrider.retention.username" "postrider.retention.password"
  "postrider.routes.file" "postrider.sites.file" "postrider.compose.dkim" "postrider.deliver.trust"
  "quarkus.datasource.reactive.url" "quarkus.datasource.jdbc.url" "quarkus.datasource.username" "quarkus.datasource.password"
  "quarkus.datasource.reactive.postgresql.ssl-mode" "quarkus.datasource.reactive.trust-certificate-pem"
  "quarkus.datasource.reactive.trust-certificate-pem.certs" "quarkus.datasource.reactive.hostname-verification-algorithm"
  "quarkus.flyway.migrate-at-start" "quarkus.flyway.username" "quarkus.flyway.password" "quarkus.init-and-exit"
  "quarkus.http.host" "quarkus.http.port" "quarkus.http.host-enabled" "quarkus.management.host" "quarkus.management.port" "quarkus.management.enabled"
  "quarkus.log.console.json.enabled" "quarkus.log.level"
) -}}
{{- end -}}
