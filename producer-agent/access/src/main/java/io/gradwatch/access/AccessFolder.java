package io.gradwatch.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Folder of one user, and nobody else's, with a file for each address of this host that wants a login or a token.
 * Variable {@value #VARIABLE}, else {@code ~/.gradwatch/access/HOST}.
 */
public final class AccessFolder {

    /** Names another folder. */
    public static final String VARIABLE = "GRADWATCH_ACCESS_FOLDER";

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    /** @param folder is made when something is written */
    public AccessFolder(Path folder) {
        this.folder = folder;
    }

    /** That of this user on this host. */
    public static AccessFolder ofUser() {
        String named = System.getenv(VARIABLE);
        return new AccessFolder(
                named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home", "."), ".gradwatch", "access", Host.folder())
                        : Path.of(named));
    }

    /** File of the properties with which clients log in to the Kafka at an address. */
    public Path kafka(String address) {
        return folder.resolve(name(address) + ".kafka.properties");
    }

    /** File of the token for the page and the API at an address. */
    public Path token(String address) {
        return folder.resolve(name(address) + ".token");
    }

    private static String name(String address) {
        return address.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^localhost:", "127.0.0.1:")
                // An address of IPv6 is given with brackets and without.
                .replaceAll("[\\[\\]]", "")
                .replaceAll("[^a-z0-9.-]", "_");
    }

    /** Text of a file of this folder; empty where there is none. */
    public Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes a file for its owner alone, whole or not at all. */
    public void write(Path file, String text) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER));
        }
        Files.setPosixFilePermissions(folder, OWNER);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, OWNER_FILE);
        Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a file of this folder, where it is there. */
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
