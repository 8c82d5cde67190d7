package io.labnet.dns.wiring;

import io.labnet.dns.server.NameService;
import io.labnet.network.Network;
import java.util.List;

/** Lets an authoritative server ask on behalf of its clients. */
interface RecursingServers {
    /**
     * The same server, which asks instead of referring.
     *
     * @param name the host of the world that it is
     * @param clients on whose behalf
     */
    NameService around(String name, NameService authority, List<Network> clients);
}
