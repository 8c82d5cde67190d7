package io.labnet.dns.transfer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The keys that this process knows, by name. */
public final class TsigKeys {
    private final Map<Name, TsigKey> keys = new HashMap<>();

    /**
     * Some keys.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public TsigKeys(Collection<TsigKey> keys) {
        for (var key : keys) {
            if (this.keys.put(key.name(), key) != null) {
                throw new IllegalArgumentException("there are two of the TSIG " + key);
            }
        }
    }

    public @Nullable TsigKey find(Name name) {
        return keys.get(name);
    }

    /**
     * A key that the settings speak of.
     *
     * @throws IllegalArgumentException when it is not among them
     */
    public TsigKey required(Name name) {
        var key = keys.get(name);
        if (key == null) {
            throw new IllegalArgumentException("there is no TSIG key " + name);
        }
        return key;
    }
}
