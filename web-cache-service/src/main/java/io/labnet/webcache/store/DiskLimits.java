package io.labnet.webcache.store;

import java.nio.file.Path;

/**
 * How much is kept on disk.
 *
 * @param folder for nothing else
 * @param totalBytes in all segments
 * @param objectBytes the largest content
 * @param segmentBytes of one segment; a large response has one of its own
 * @param queueBytes waiting to be written
 * @param indexBytes of memory for the index, about
 */
public record DiskLimits(
        Path folder,
        long totalBytes,
        long objectBytes,
        long segmentBytes,
        long queueBytes,
        long indexBytes) {}
