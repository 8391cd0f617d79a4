package io.postrider.ingest.api;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Mail servers take any certificate of their peers (RFC 7435): here it is only the encryption that is tested. */
public final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
