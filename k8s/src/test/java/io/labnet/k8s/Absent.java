package io.labnet.k8s;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models have null where a manifest says nothing. */
final class Absent {
    private Absent() {}

    static <T> List<T> asEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static <K, V> Map<K, V> asEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    static String asTcp(@Nullable String protocol) {
        return protocol == null ? "TCP" : protocol;
    }
}
