package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.folder.MetricFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Identity of the file at a path.
 *
 * @param key device and inode, or the path where the file system has no such thing
 * @param bytes of the file
 * @param modifiedMillis when it was last written, milliseconds since 1970-01-01 UTC
 */
record FileIdentity(String key, long bytes, long modifiedMillis) {

    /** More is not looked at to tell whether a file was written anew. */
    static final int BEGINNING_BYTES = 1024;

    /** Empty where nothing is there that could be read. */
    static Optional<FileIdentity> of(Path path) {
        try {
            Optional<MetricFolder> folder = MetricFolder.in(path);
            if (folder.isPresent()) {
                return Optional.of(of(path, folder.get()));
            }
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = found.fileKey() == null ? path : found.fileKey();
            return Optional.of(new FileIdentity(
                    key.toString(), found.size(), found.lastModifiedTime().toMillis()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FileIdentity of(Path path, MetricFolder folder) throws IOException {
        long bytes = 0;
        long modifiedMillis = 0;
        for (Path file : folder.files().values()) {
            bytes += Files.size(file);
            modifiedMillis =
                    Math.max(modifiedMillis, Files.getLastModifiedTime(file).toMillis());
        }
        return new FileIdentity(path.toString(), bytes, modifiedMillis);
    }

    /** Hash of the first bytes of a file; that of fewer where it has fewer. */
    static long beginning(Path path, int bytes) {
        try (InputStream in = Files.newInputStream(path)) {
            CRC32C crc = new CRC32C();
            crc.update(ByteBuffer.wrap(in.readNBytes(bytes)));
            return crc.getValue();
        } catch (IOException e) {
            return -1;
        }
    }

    /** True if it goes on where the state ends. */
    boolean continues(Path path, FileState state) {
        return key.equals(state.key())
                && bytes >= state.position()
                && beginning(path, state.beginningBytes()) == state.beginning();
    }
}
