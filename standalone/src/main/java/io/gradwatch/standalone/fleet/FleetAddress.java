package io.gradwatch.standalone.fleet;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.access.ListeningUsers;
import io.gradwatch.config.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say which fleet is asked. A token is no option, since everyone on the host sees those. */
public final class FleetAddress {

    private static final String VARIABLE = "GRADWATCH_SERVER";
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8484";

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Where the fleet is. Default: " + VARIABLE + ", else " + DEFAULT_SERVER)
    private URI server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token to show. Default: GRADWATCH_TOKEN_FILE, else that of your own `up"
                    + " --shared-host`.")
    private Path tokenFile;

    /** True where an option of the command names the fleet. */
    public boolean isNamed() {
        return server != null;
    }

    /** True where an option or the environment names the fleet. */
    public boolean isKnown() {
        return isNamed() || !System.getenv().getOrDefault(VARIABLE, "").isBlank();
    }

    /** The fleet that the options, else the environment, name. */
    public FleetClient client() {
        return client(System.getenv());
    }

    FleetClient client(Map<String, String> environment) {
        return client(environment, ListeningUsers.ofHost());
    }

    FleetClient client(Map<String, String> environment, ListeningUsers host) {
        String given = environment.getOrDefault(VARIABLE, "");
        URI address = server == null ? address(given.isBlank() ? DEFAULT_SERVER : given.strip()) : server;
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme())) || address.getHost() == null) {
            throw new ParameterException(spec.commandLine(), noServer(address));
        }
        String named = environment.get("GRADWATCH_TOKEN_FILE");
        Path file = tokenFile != null || named == null ? tokenFile : Path.of(named);
        if (file == null) {
            return new FleetClient(address, () -> ownToken(address, host));
        }
        String token = token(file);
        return new FleetClient(address, () -> token);
    }

    /**
     * Token of a fleet which this user runs on a shared host; null for none. It never goes to another host, nor to a
     * server of another user of this one: such a server is asked without it.
     */
    private String ownToken(URI address, ListeningUsers host) {
        if (!Loopback.is(address.getHost())) {
            return null;
        }
        AccessFolder folder = AccessFolder.ofUser();
        String place = address.getHost() + ":" + address.getPort();
        Path file = folder.token(place);
        try {
            Optional<String> token = folder.read(file).map(String::strip);
            if (token.isPresent() && !host.strangersAt(place).isEmpty()) {
                sayOnce("at " + address + " listens another user of this host, with the id " + host.strangersAt(place)
                        + ": the token in " + file + " is kept back. To show it all the same, name it (--token-file)");
                return null;
            }
            return token.orElse(null);
        } catch (IOException e) {
            sayOnce("whether the fleet asks for a token cannot be read from " + file + ", so none is shown: " + e);
            return null;
        }
    }

    private void sayOnce(String sentence) {
        if (said.add(sentence)) {
            spec.commandLine().getErr().println("gradwatch: " + sentence);
        }
    }

    private URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), noServer(text), e);
        }
    }

    private static String noServer(Object address) {
        return "the server was '" + address + "' but must be such as " + DEFAULT_SERVER;
    }

    private String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "the token cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }
}
