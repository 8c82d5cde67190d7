package io.labnet.origin.wiring;

import io.labnet.origin.access.LogFormat;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The access log as a file.
 *
 * @param file its path, below the data folder where it is relative; without it there is none
 * @param format common, combined or json
 * @param sizeMax a file of this size becomes an older one
 * @param olderMax how many older ones are kept
 */
@ConfigurationProperties("labnet.web-origin.access-log")
record AccessSettings(
        @DefaultValue("") String file,
        @DefaultValue("combined") LogFormat format,
        @DefaultValue("10MB") DataSize sizeMax,
        @DefaultValue("5") int olderMax) {
    /**
     * The file itself.
     *
     * @throws IllegalArgumentException when it has no name
     */
    Path in(Path data) {
        if (file.isBlank()) {
            throw new IllegalArgumentException(
                    "labnet.web-origin.access-log.file is empty; name a file, or leave it out");
        }
        return data.resolve(file);
    }
}
