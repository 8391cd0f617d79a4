package io.postrider.helm.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.postrider.helm.Manifest;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether Kubernetes takes a manifest. Its own kinds are read by the official client's models, which refuse unknown fields, missing
 * ones and wrong types; those of the Prometheus Operator and the Gateway API by models that keep unknown fields, so that what
 * they write again must be what they have read; those of KEDA are held to its field names.
 */
final class KubernetesSchemas {
    private static final Map<String, Class<?>> KUBERNETES = Map.ofEntries(
            Map.entry("v1/ConfigMap", V1ConfigMap.class),
            Map.entry("v1/PersistentVolumeClaim", V1PersistentVolumeClaim.class),
            Map.entry("v1/Pod", V1Pod.class),
            Map.entry("v1/Service", V1Service.class),
            Map.entry("v1/ServiceAccount", V1ServiceAccount.class),
            Map.entry("apps/v1/Deployment", V1Deployment.class),
            Map.entry("apps/v1/StatefulSet", V1StatefulSet.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
            Map.entry("batch/v1/Job", V1Job.class),
            Map.entry("networking.k8s.io/v1/Ingress", V1Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class));
    private static final Map<String, Class<?>> OTHERS = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class,
            "gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class);
    private static final Set<String> KEDA =
            Set.of("keda.sh/v1alpha1/ScaledObject", "keda.sh/v1alpha1/TriggerAuthentication");
    /** Fields of KEDA's objects that the chart may use, from its reference. */
    private static final Map<String, Set<String>> KEDA_FIELDS = Map.of(
            "ScaledObject",
            Set.of(
                    "scaleTargetRef",
                    "minReplicaCount",
                    "maxReplicaCount",
                    "pollingInterval",
                    "cooldownPeriod",
                    "fallback",
                    "advanced",
                    "triggers"),
            "TriggerAuthentication",
            Set.of("secretTargetRef"));

    private static final Gson GSON = new Gson();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private KubernetesSchemas() {}

    /** Whether there is a schema for it; without one it must not be in the chart. */
    static boolean knows(Manifest manifest) {
        String type = type(manifest);
        return KUBERNETES.containsKey(type) || OTHERS.containsKey(type) || KEDA.contains(type);
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static void check(Manifest manifest) {
        String type = type(manifest);
        if (KUBERNETES.containsKey(type)) {
            checkStrictly(manifest, KUBERNETES.get(type));
        } else if (OTHERS.containsKey(type)) {
            checkByRoundTrip(manifest, OTHERS.get(type));
        } else if (KEDA.contains(type)) {
            checkNames(manifest);
        } else {
            throw new IllegalArgumentException("there is no schema for " + type);
        }
    }

    private static String type(Manifest manifest) {
        return manifest.apiVersion() + "/" + manifest.kind();
    }

    private static void checkStrictly(Manifest manifest, Class<?> model) {
        JsonElement json = GSON.toJsonTree(manifest.value());
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            JSON.deserialize(json.toString(), model);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkByRoundTrip(Manifest manifest, Class<?> model) {
        Object read = MAPPER.convertValue(manifest.value(), model);
        Set<String> unknown = new TreeSet<>();
        UnknownFields.collect(read, model.getSimpleName(), unknown);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown fields " + unknown);
        }
    }

    private static void checkNames(Manifest manifest) {
        for (Object field : manifest.map("spec").keySet()) {
            if (!KEDA_FIELDS.get(manifest.kind()).contains(field.toString())) {
                throw new IllegalArgumentException("unknown field spec." + field);
            }
        }
        for (Manifest trigger : manifest.all("spec.triggers")) {
            if (!List.of("prometheus", "cpu", "artemis-queue").contains(trigger.text("type"))) {
                throw new IllegalArgumentException("unknown trigger " + trigger.text("type"));
            }
            trigger.map("metadata").forEach((name, value) -> {
                if (!(value instanceof String)) {
                    throw new IllegalArgumentException("spec.triggers.metadata." + name + " must be a text");
                }
            });
        }
    }
}
