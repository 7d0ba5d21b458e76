package io.gradwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A configuration file with the environment over it.
 *
 * <p>Components read what they know from {@link #root()}; then {@link #check} refuses what nobody read and reports
 * every problem that was found, at once. The key {@code alerting.group-wait} is also the environment variable
 * {@code GRADWATCH_ALERTING_GROUP_WAIT}.
 */
public final class Configuration {

    /** No configuration of ours comes near; a larger file is something else. */
    static final int MAX_FILE_BYTES = 1 << 20;

    private final Problems problems;
    private final ConfigSection root;

    private Configuration(Problems problems, ConfigSection root) {
        this.problems = problems;
        this.root = root;
    }

    /**
     * Reads a file. Its syntax errors are reported by {@link #check} together with all else.
     *
     * @param file the YAML file
     * @param environment variables that override the file
     */
    public static Configuration load(Path file, Map<String, String> environment) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("it has more than " + MAX_FILE_BYTES + " bytes");
            }
            return parse(Files.readString(file), file.toString(), environment);
        } catch (NoSuchFileException e) {
            return unread(file, "there is no such file", environment);
        } catch (IOException e) {
            return unread(file, "cannot be read: " + e, environment);
        }
    }

    private static Configuration unread(Path file, String reason, Map<String, String> environment) {
        Problems problems = new Problems(file.toString());
        problems.add(0, reason);
        return new Configuration(problems, ConfigSection.root(Map.of(), problems, environment));
    }

    /** Defaults and the environment only. */
    public static Configuration defaults(Map<String, String> environment) {
        return parse("", "environment", environment);
    }

    /**
     * Reads a text.
     *
     * @param yaml text of the file
     * @param name of the file, for messages
     * @param environment variables that override the file
     */
    public static Configuration parse(String yaml, String name, Map<String, String> environment) {
        Problems problems = new Problems(name);
        Map<String, YamlNode> nodes = YamlNode.parse(yaml, problems);
        return new Configuration(problems, ConfigSection.root(nodes, problems, environment));
    }

    /** The top of the file. */
    public ConfigSection root() {
        return root;
    }

    /**
     * Reads a component's settings and checks that nothing is wrong or left over.
     *
     * @param reader makes the settings from the top of the file
     * @throws ConfigurationException with every problem, when there is one
     */
    public <T> T read(Function<ConfigSection, T> reader) throws ConfigurationException {
        T settings = reader.apply(root);
        check();
        return settings;
    }

    /**
     * Checks that nothing is wrong or left over, once everything was read.
     *
     * @throws ConfigurationException with every problem, when there is one
     */
    public void check() throws ConfigurationException {
        root.refuseUnread(name -> false);
        report();
    }

    /**
     * Like {@link #check}, for a process that reads a part of the file and leaves the rest to others: a key at the top
     * that it did not read is refused only where it looks like a mistyped one of those that it did.
     *
     * @throws ConfigurationException with every problem, when there is one
     */
    public void checkPart() throws ConfigurationException {
        root.refuseUnread(root::isForOthers);
        report();
    }

    private void report() throws ConfigurationException {
        List<String> found = new ArrayList<>(problems.inOrder());
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }
}
