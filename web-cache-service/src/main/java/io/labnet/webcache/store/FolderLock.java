package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that belongs to one cache at a time. */
final class FolderLock {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes it.
     *
     * @throws IOException when another has it, in this process or in another
     */
    static FolderLock take(Path folder) throws IOException {
        var file =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new FolderLock(file);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // The same as any other's.
        }
        file.close();
        throw new IOException(folder + " is in use by another cache");
    }

    void release() throws IOException {
        file.close();
    }
}
