package io.labnet.admin;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all services of a lab agree on.
 *
 * @param noun the service's name in REST paths and metrics, such as {@code dns}
 * @param dataDir the folder under which every service keeps its state
 * @param portOffset added to each standard port below 1024; 0 in containers, 1000 on a laptop
 */
@ConfigurationProperties("labnet")
public record LabSettings(
        String noun, @DefaultValue(".labnet") Path dataDir, @DefaultValue("1000") int portOffset) {

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    public LabSettings {
        if (portOffset < 0 || portOffset > 60_000) {
            throw new IllegalArgumentException(
                    "labnet.port-offset is " + portOffset + ", but must be 0 to 60000");
        }
    }

    /** Where this lab serves a protocol whose standard port is given: 53 becomes 1053. */
    public int port(int standard) {
        return standard > 0 && standard < FIRST_UNPRIVILEGED_PORT
                ? standard + portOffset
                : standard;
    }
}
