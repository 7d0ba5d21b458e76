package io.gradwatch.standalone.stack;

import io.gradwatch.access.AccessFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * Folder of secrets that nobody else put there: a secret that an attacker chose is none. Others can only have done so
 * where the folder above, or this one, was open to them; what they made is theirs.
 */
final class SecretFolder {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final AccessFolder files;
    private final UserPrincipal owner;
    private final boolean renew;

    private SecretFolder(AccessFolder files, UserPrincipal owner, boolean renew) {
        this.files = files;
        this.owner = owner;
        this.renew = renew;
    }

    /**
     * Opens a folder, which need not be there.
     *
     * @param renew true where the secrets in it are to be made anew
     * @throws IOException when it is another user's
     */
    static SecretFolder open(Path folder, boolean renew) throws IOException {
        UserPrincipal owner = owner(folder.getParent());
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new SecretFolder(new AccessFolder(folder), owner, renew);
        }
        boolean open = !OWNER.containsAll(Files.getPosixFilePermissions(folder));
        SecretFolder secrets = new SecretFolder(new AccessFolder(folder), owner, renew || open);
        secrets.requireOwn(folder);
        return secrets;
    }

    /** Owner of the files that this process makes: not always its user, as on a disk of the network. */
    private static UserPrincipal owner(Path folder) throws IOException {
        Path made = Files.createTempFile(folder, "owner-", null);
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private void requireOwn(Path path) throws IOException {
        UserPrincipal found = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        if (!found.equals(owner)) {
            throw new IOException(path + " belongs to " + found.getName() + " and not to " + owner.getName()
                    + ", who starts this, so what it holds is known to somebody else. Delete it to have new secrets");
        }
    }

    /**
     * Text of a file; empty where it is to be made.
     *
     * @throws IOException when it is another user's
     */
    Optional<String> read(Path file) throws IOException {
        if (renew || Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        requireOwn(file);
        return files.read(file);
    }

    /** Writes a file for its owner alone, and closes the folder to others. */
    void write(Path file, String text) throws IOException {
        files.write(file, text);
    }
}
