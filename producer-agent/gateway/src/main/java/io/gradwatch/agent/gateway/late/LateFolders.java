package io.gradwatch.agent.gateway.late;

import io.gradwatch.access.Host;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders in which jobs leave records while no agent is there: beside a socket that was chosen; below the user's home,
 * by host, for the default socket, whose folder goes with the session of its user, and for a loopback address.
 */
public final class LateFolders {

    /** Beside the socket, and below {@code .gradwatch}. */
    static final String FOLDER = "late";
    /** Of a file whose job is over. */
    static final String CLOSED = ".jsonl";
    /** Of a file whose job lives, or was killed. */
    static final String LIVE = ".live";

    private static final System.Logger LOG = System.getLogger(LateFolders.class.getName());
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final AgentPlace place;
    private final Optional<Path> home;
    private final Set<Path> told = ConcurrentHashMap.newKeySet();

    /**
     * @param place where the agent listens
     * @param home the folder below the user's home; empty where it is not looked at
     */
    public LateFolders(AgentPlace place, Optional<Path> home) {
        this.place = place;
        this.home = home;
    }

    /** Folder of this host below the user's home, which hosts may share; empty for a user without one. */
    public static Optional<Path> home(Map<String, String> environment) {
        String given = environment.getOrDefault("HOME", "");
        Path home = Path.of(given.isBlank() ? System.getProperty("user.home", "") : given);
        return home.isAbsolute()
                ? Optional.of(home.resolve(".gradwatch").resolve(FOLDER).resolve(Host.folder()))
                : Optional.empty();
    }

    /** Folder in which Java jobs of this user leave records; empty where the home is not looked at. */
    Optional<Path> spool() {
        return home.map(below -> below.getParent().resolveSibling("spool"));
    }

    /** Files that jobs left, oldest first. */
    List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{" + CLOSED + "," + LIVE + "}")) {
                files.forEach(found::add);
            }
        }
        found.sort(Comparator.comparingLong(LateFolders::changedMillis));
        return found;
    }

    private static long changedMillis(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
        } catch (IOException e) {
            // It has just gone.
            return 0;
        }
    }

    /** True where there is a file of that session. */
    public boolean has(long session) {
        return folders().stream()
                .anyMatch(folder ->
                        Files.exists(folder.resolve(session + CLOSED)) || Files.exists(folder.resolve(session + LIVE)));
    }

    /** Those that are there and that nobody but this user can write. */
    private Set<Path> folders() {
        Set<Path> folders = new HashSet<>();
        place.socket().ifPresent(socket -> folders.add(socket.toAbsolutePath().resolveSibling(FOLDER)));
        home.ifPresent(below -> {
            folders.add(below);
            place.tcp().ifPresent(address -> {
                folders.add(below.resolve("tcp-" + address.getHostString() + "-" + address.getPort()));
                folders.add(below.resolve("tcp-localhost-" + address.getPort()));
            });
        });
        folders.removeIf(folder -> !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOwn(folder));
        return folders;
    }

    private boolean isOwn(Path folder) {
        try {
            boolean own = Files.getAttribute(folder, "unix:uid").toString().equals(AgentPlace.userId());
            if (own && OWNER.containsAll(Files.getPosixFilePermissions(folder))) {
                return true;
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "{0} cannot be looked at: {1}", folder, e);
        }
        if (told.add(folder)) {
            LOG.log(Level.WARNING, "{0} must be a folder of this user that nobody else may enter (chmod 700)", folder);
        }
        return false;
    }
}
