package io.gradwatch.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Users whose processes listen at addresses of this host, from the tables of Linux. Elsewhere nobody is known to listen
 * anywhere.
 */
public final class ListeningUsers {

    private static final String LISTENS = "0A";
    private static final String ANY = "00000000";
    private static final String MAPPED = ANY + ANY + word(new byte[] {0, 0, -1, -1}, 0);
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final int WORD = 4;

    private final Path process;

    /** @param process folder of this process, as {@code /proc/self} */
    public ListeningUsers(Path process) {
        this.process = process;
    }

    /** Those of this host. */
    public static ListeningUsers ofHost() {
        return new ListeningUsers(Path.of("/proc/self"));
    }

    /**
     * Ids of the users who take connections to an address.
     *
     * @param address host:port
     */
    public Set<Long> at(String address) {
        int colon = address.lastIndexOf(':');
        Set<Long> users = new TreeSet<>();
        try {
            Set<String> places = places(
                    InetAddress.getByName(address.substring(0, Math.max(0, colon))),
                    Integer.parseInt(address.substring(colon + 1).strip()));
            for (String table : new String[] {"net/tcp", "net/tcp6"}) {
                for (String line : lines(process.resolve(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields.length > USER && fields[STATE].equals(LISTENS) && places.contains(fields[ADDRESS])) {
                        users.add(Long.parseLong(fields[USER]));
                    }
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            return Set.of();
        }
        return users;
    }

    /** Those among them who are neither the user of this process nor root, who can do everything anyway. */
    public Set<Long> strangersAt(String address) {
        Set<Long> users = new TreeSet<>(at(address));
        users.remove(0L);
        if (!users.isEmpty()) {
            users.remove(self());
        }
        return users;
    }

    private long self() {
        return lines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Long.parseLong(line.split("\\s+")[2]))
                .findFirst()
                .orElse(-1L);
    }

    /** The addresses, as in the tables, of listeners that a connection may meet: this one and those for all. */
    private static Set<String> places(InetAddress host, int port) {
        byte[] bytes = host.getAddress();
        StringBuilder hex = new StringBuilder();
        for (int at = 0; at < bytes.length; at += WORD) {
            hex.append(word(bytes, at));
        }
        Set<String> places = new HashSet<>();
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        places.add(hex + suffix);
        places.add(ANY + ANY + ANY + ANY + suffix);
        if (bytes.length == WORD) {
            places.add(MAPPED + hex + suffix);
            places.add(ANY + suffix);
        }
        return places;
    }

    /** The kernel prints addresses as numbers of this processor. */
    private static String word(byte[] bytes, int at) {
        int number = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
        return String.format(Locale.ROOT, "%08X", number);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
