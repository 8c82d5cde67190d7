package io.labnet.peer.admin;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new peer.
 *
 * @param torrent where its torrent file can be fetched by HTTP
 * @param name null for one that is chosen
 * @param uploadLimitBytesPerSecond null or 0 for no limit
 * @param downloadLimitBytesPerSecond null or 0 for no limit
 */
record PeerRequest(
        @NotNull URI torrent,
        @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,39}") String name,
        @Nullable @PositiveOrZero Long uploadLimitBytesPerSecond,
        @Nullable @PositiveOrZero Long downloadLimitBytesPerSecond) {}
