package io.postrider.helm.kubernetes;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Finds what a model has read and does not know: it keeps that as "additional properties". */
final class UnknownFields {
    private static final String UNKNOWN = "getAdditionalProperties";

    private UnknownFields() {}

    static void collect(Object read, String place, Set<String> unknown) {
        if (read instanceof Collection<?> elements) {
            elements.forEach(element -> collect(element, place, unknown));
        } else if (read instanceof Map<?, ?> map) {
            map.forEach((key, element) -> collect(element, place + "." + key, unknown));
        } else if (read != null && read.getClass().getName().startsWith("io.fabric8.")) {
            for (Method method : read.getClass().getMethods()) {
                if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                    visit(read, method, place, unknown);
                }
            }
        }
    }

    private static void visit(Object read, Method getter, String place, Set<String> unknown) {
        if (read.getClass().isEnum() || getter.getDeclaringClass() == Object.class) {
            return;
        }
        try {
            Object value = getter.invoke(read);
            if (getter.getName().equals(UNKNOWN)) {
                ((Map<?, ?>) value).keySet().forEach(name -> unknown.add(place + "." + name));
            } else {
                collect(value, place + "." + getter.getName().substring("get".length()), unknown);
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
