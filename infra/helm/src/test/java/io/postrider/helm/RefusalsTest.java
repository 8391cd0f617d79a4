package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot work is refused before anything is installed, with words that say what to change. */
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "defaults | artemis.enabled=false | There is no broker",
                "defaults | broker.urls[0]=amqp://b:5672 | There are two brokers",
                "defaults | postgresql.enabled=false | There is no database",
                "defaults | database.host=db | There are two databases",
                "external | database.sslMode=verify-full | database.trust.existingConfigMap",
                "defaults | migration.mode=hook | migration.mode=hook cannot work",
                "external | routes.existingConfigMap= | There is no route",
                "external | sites[0].name=shop | routes.sites=true",
                "defaults | report.enabled=true | needs verp.domain",
                "everything | dkim.existingSecret= | needs dkim.existingSecret",
                "defaults | artemis.mode=pair | two pods can write to",
                "defaults | ingress.enabled=true | needs ingress.hosts",
                "defaults | httpRoute.enabled=true;trustedProxies[0]=10.0.0.0/8 | needs httpRoute.parentRefs",
                "defaults | ingress.enabled=true;ingress.hosts[0]=a.example | need trustedProxies",
                "defaults | httpRoute.enabled=true;httpRoute.parentRefs[0].name=public | need trustedProxies",
                "defaults | trustedProxies[0]=ingress-nginx | trustedProxies",
                "defaults | ingest.perRole.enabled=true;ingress.enabled=true;ingress.hosts[0]=a.example | use httpRoute",
                "defaults | ingest.perRole.enabled=true;ingest.service.type=LoadBalancer;networkPolicy.enabled=false | needs ingest.service.type ClusterIP",
                "defaults | ingest.settings.postrider\\.trusted-proxies=10.0.0.0/8 | the chart sets it itself",
                "keda | sender.autoscaling.enabled=true | enable one of them",
                "keda | keda.prometheus.serverAddress= | needs keda.prometheus.serverAddress",
                "keda | keda.trigger=artemis | needs a broker with a console",
                "keda-artemis | keda.artemis.existingSecret= | keda.artemis.existingSecret",
                "keda | sender.keda.minReplicas=50 | greater than maxReplicas",
                "defaults | database.sslMode=require | has no certificate",
                "defaults | database.users.router.name=rooter | roles named ingest, router and sender",
                "external | database.users.ingest.name=postrider_owner | roles named ingest, router and sender",
                "defaults | database.users.owner.name=ingest | must not own the tables",
                "defaults | broker.users.sender.name=mailer | know sender only",
                "production | networkPolicy.smtpPorts[0]=25 | port 587 of route relay-a",
                "production | routes.list[0].tls=opportunistic | any server could read its password",
                "production | routes.list[0].tls=none | any server could read its password",
                "production | routes.list[0].host=relay | list it in networkPolicy.smtpTo",
                "production | routes.list[0].host=relay.mail.svc | list it in networkPolicy.smtpTo",
                "production | routes.list[0].host=172.20.0.1 | list it in networkPolicy.smtpTo",
                "production | sender.secretMounts[0]=other | add relay-a to sender.secretMounts",
                "defaults | ingest.preStopSeconds=45 | too short",
                "everything | ingest.extraEnv[0].name=POSTRIDER_API_KEY | the chart sets POSTRIDER_API_KEY itself",
                "jvm | ingest.autoscaling.enabled=true;ingest.autoscaling.minReplicas=50 | greater than maxReplicas",
                "defaults | ingest.settings.postrider\\.report\\.port=26 | the chart sets it itself",
                "defaults | sender.settings.quarkus\\.log\\.category\\.io\\.postrider\\.level=DEBUG | in double quotes",
                "defaults | ingest.settings.quarkus\\.tls\\.report\\.reload-period=1H | in double quotes",
                "defaults | ingest.settings.quarkus\\.http\\.ssl\\.password=x | secrets must not be set as values",
                "defaults | sender.settings.postrider\\.deliver\\.helo=x | postrider.deliver.helo",
                "defaults | sendr.replicas=1 | 'sendr' not allowed",
                "defaults | image.flavour=graal | image/flavour",
                "defaults | image.registry= | image/registry",
                "defaults | image.registry=postrider | image/registry",
                "defaults | artemis.image.repository=apache/artemis | image/repository",
                "defaults | postgresql.image.repository=postgres | image/repository",
                "defaults | tests.image=curlimages/curl:8.11.1 | tests/image",
                "defaults | ingest.service.type=LoadBalancer | networkPolicy.apiFrom",
                "defaults | ingest.extraPodSpec.restartPolicy=Never | restartPolicy",
                "defaults | openshift.arbitraryUsers=maybe | arbitraryUsers",
                "defaults | sender.terminationGracePeriodSeconds=10 | minimum",
                "defaults | sender.resources.limits.memory=500M | memory",
                "defaults | routes.list[0].password=hunter2 | password",
                "defaults | routes.list[0].hots=x | 'hots' not allowed",
                "defaults | broker.urls[0]=tcp://b:61616 | urls",
                "defaults | report.port=25 | minimum"
            })
    void impossibleIsToldSo(String set, String changes, String words) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String change : changes.split(";")) {
            int equals = change.indexOf('=');
            String value = change.substring(equals + 1);
            values.put(change.substring(0, equals), value.matches("[0-9]+") ? (Object) Integer.valueOf(value) : value);
        }
        RuntimeException refused =
                assertThrows(RuntimeException.class, () -> Release.of("postrider", set, values), changes);
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
