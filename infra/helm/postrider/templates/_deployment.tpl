{{/* A service: (dict "root" $ "component" "ingest"), and "role" "intake" for one role of it. */}}
{{- define "postrider.deployment" -}}
{{- include "postrider.checks" .root -}}
{{- $v := .root.Values -}}
{{- $c := index $v .component -}}
{{- $name := include "postrider.objectName" . -}}
{{- $memory := dict "root" .root "resources" $c.resources "percent" $c.heapPercent "value" (printf "%s.resources.limits.memory" .component) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
  {{- with $c.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with include "postrider.replicas" . }}
  replicas: {{ . }}
  {{- end }}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      {{- include "postrider.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  template:
    metadata:
      labels:
        {{- include "postrider.podLabels" . | nindent 8 }}
        {{- with $c.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        # Variables are read at the start only. Routes, sites, DKIM keys and certificates are followed and have no sum here.
        checksum/environment: {{ include "postrider.environment" . | sha256sum }}
        {{- with $c.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "postrider.serviceAccountName" . }}
      automountServiceAccountToken: {{ $c.serviceAccount.automount }}
      enableServiceLinks: false
      {{- include "postrider.pullSecrets" .root | nindent 6 }}
      securityContext:
        {{- include "postrider.podSecurity" . | nindent 8 }}
      terminationGracePeriodSeconds: {{ $c.terminationGracePeriodSeconds }}
      {{- include "postrider.topologySpread" . | nindent 6 }}
      {{- with $c.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $c.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $c.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $c.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $c.extraPodSpec }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      {{- with $c.extraInitContainers }}
      initContainers:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .component }}
          image: {{ include "postrider.image" . | quote }}
          imagePullPolicy: {{ $v.image.pullPolicy }}
          {{- include "postrider.memory" $memory | nindent 10 }}
          securityContext:
            {{- include "postrider.containerSecurity" . | nindent 12 }}
          # The last one wins, so the chart's own variables come last.
          envFrom:
            {{- with $c.extraEnvFrom }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
            - configMapRef:
                name: {{ $name }}
          env:
            {{- include "postrider.secrets" . | nindent 12 }}
            {{- with $c.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            {{- if eq .component "ingest" }}
            - name: http
              containerPort: 8080
            {{- if and $v.report.enabled (has (default "" .role) (list "" "feedback")) }}
            - name: report
              containerPort: {{ $v.report.port }}
            {{- end }}
            {{- end }}
            # Health and metrics, without a key.
            - name: management
              containerPort: {{ include "postrider.managementPort" . }}
          {{- include "postrider.probes" . | nindent 10 }}
          {{- with $c.preStopSeconds }}
          # Load balancers need a moment to learn that this pod is stopping.
          lifecycle:
            preStop:
              sleep:
                seconds: {{ . }}
          {{- end }}
          resources:
            {{- toYaml $c.resources | nindent 12 }}
          volumeMounts:
            {{- include "postrider.mounts" . | nindent 12 }}
        {{- with $c.extraContainers }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      volumes:
        {{- include "postrider.volumes" . | nindent 8 }}
{{- end -}}

{{/*
How many pods it has; empty where only what scales them knows. A running Deployment keeps its number: without one, Kubernetes would make it
a single pod when scaling is switched on.
*/}}
{{- define "postrider.replicas" -}}
{{- $c := index .root.Values .component -}}
{{- if not (or $c.autoscaling.enabled (default dict $c.keda).enabled) -}}
{{- int $c.replicas -}}
{{- else -}}
{{- $running := include "postrider.live" (dict "root" .root "version" "apps/v1" "kind" "Deployment" "component" .component "role" .role) | fromYaml -}}
{{- with dig "spec" "replicas" 0 $running -}}{{- int . -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Its variables, account and disruption budget. */}}
{{- define "postrider.surroundings" -}}
{{- $c := index .root.Values .component -}}
{{- $name := include "postrider.objectName" . -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
data:
  {{- include "postrider.environment" . | nindent 2 }}
{{- if has (default "" .role) (list "" "intake") }}
{{- with include "postrider.serviceAccount" . }}
---
{{ . }}
{{- end }}
{{- end }}
{{- if $c.podDisruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ $c.podDisruptionBudget.maxUnavailable }}
  # A pod that is not ready anyway does not keep its node from being emptied.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "postrider.selector" . | nindent 6 }}
{{- end }}
{{- if $c.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $name }}
  minReplicas: {{ $c.autoscaling.minReplicas }}
  maxReplicas: {{ $c.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $c.autoscaling.targetCPU }}
  behavior:
    scaleDown:
      # A campaign comes in bursts.
      stabilizationWindowSeconds: 300
{{- end }}
{{- end -}}

{{/* Its Service. Those of router and sender are there for metrics. */}}
{{- define "postrider.service" -}}
{{- $name := include "postrider.objectName" . -}}
{{- $api := eq .component "ingest" -}}
{{- $s := default dict (index .root.Values .component).service -}}
{{- $outside := and $api (ne $s.type "ClusterIP") -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
    {{- with $s.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $s.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if $api }}
  {{- include "postrider.serviceType" $s | nindent 2 }}
  {{- else }}
  type: ClusterIP
  clusterIP: None
  {{- end }}
  selector:
    {{- include "postrider.selector" . | nindent 4 }}
  ports:
    {{- if $api }}
    - name: http
      port: {{ $s.port }}
      targetPort: http
      {{- with $s.nodePort }}
      nodePort: {{ . }}
      {{- end }}
      # HTTP/1.1 is what ingress controllers speak to it.
      appProtocol: http
    {{- end }}
    {{- if not $outside }}
    {{- include "postrider.managementOfService" . | nindent 4 }}
    {{- end }}
{{- if $outside }}
---
# Health and metrics have no key, so they have no port on a Service that can be called from outside.
apiVersion: v1
kind: Service
metadata:
  name: {{ include "postrider.managementService" . }}
  labels:
    {{- include "postrider.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  clusterIP: None
  selector:
    {{- include "postrider.selector" . | nindent 4 }}
  ports:
    {{- include "postrider.managementOfService" . | nindent 4 }}
{{- end }}
{{- end -}}

{{- define "postrider.managementOfService" -}}
- name: management
  port: {{ include "postrider.managementPort" . }}
  targetPort: management
  appProtocol: http
{{- end -}}

{{/* The Service that has a component's management port. */}}
{{- define "postrider.managementService" -}}
{{- $outside := and (eq .component "ingest") (ne .root.Values.ingest.service.type "ClusterIP") -}}
{{- printf "%s%s" (include "postrider.objectName" .) (ternary "-health" "" $outside) -}}
{{- end -}}

{{/* How a Service is reached, by its values. */}}
{{- define "postrider.serviceType" -}}
type: {{ .type }}
{{- if ne .type "ClusterIP" }}
externalTrafficPolicy: {{ .externalTrafficPolicy }}
{{- end }}
{{- if eq .type "LoadBalancer" }}
{{- with .loadBalancerClass }}
loadBalancerClass: {{ . }}
{{- end }}
{{- with .loadBalancerSourceRanges }}
loadBalancerSourceRanges:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where each service answers for its health and metrics. */}}
{{- define "postrider.managementPort" -}}9000{{- end -}}
