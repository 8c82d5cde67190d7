package io.labnet.gateway.services;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Who knows the addresses of a name; in earnest, the system's resolver. */
@FunctionalInterface
public interface NameLookup {
    /** The system's resolver; how long Java remembers its answers is Java's own setting. */
    NameLookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /**
     * All addresses of a name; may take its time.
     *
     * @throws UnknownHostException when it has none, or nobody can say
     */
    List<InetAddress> addresses(String name) throws UnknownHostException;
}
