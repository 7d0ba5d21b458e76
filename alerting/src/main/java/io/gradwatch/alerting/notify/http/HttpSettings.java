package io.gradwatch.alerting.notify.http;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Settings that notifiers over HTTP have in common. */
public final class HttpSettings {

    /** Time that a request may take. */
    public static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
            "timeout", Duration.ofSeconds(10), Duration.ofMillis(100), "How long one request may take, in all.");

    /** Name of a login, with its {@code password}. */
    public static final ConfigKey<String> USERNAME = ConfigKey.text("username", null, "Name to log in with.")
            .that(name -> !name.isBlank() && name.indexOf(':') < 0, "that is not empty and has no colon");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final String FILE = "_file";
    private static final String PASSWORD = "password";

    /** Headers of the connection and the body. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

    private HttpSettings() {}

    /** The sender of requests, with the {@link #TIMEOUT} of the section. */
    public static HttpPoster poster(ConfigSection section) {
        return new HttpPoster(section.get(TIMEOUT), Clock.systemUTC());
    }

    /** Key of the address of an API, below which its methods are; a slash at its end is added. */
    public static ConfigKey<URI> api(String name, String example, URI defaultValue, String doc) {
        return new ConfigKey<>(
                name,
                "an address such as " + example,
                defaultValue,
                doc,
                text -> address(text.endsWith("/") ? text : text + "/"));
    }

    /**
     * A secret of printable characters, as a header can hold it; null where there is none or it is wrong.
     *
     * @param example the beginning of such a secret, for messages
     */
    public static Secret token(ConfigSection section, String example) {
        return secret(section, "token", example);
    }

    /**
     * A secret under a name, of printable characters, as a header can hold it; null where there is none or it is wrong.
     *
     * @param example the beginning of such a secret, for messages
     */
    public static Secret secret(ConfigSection section, String name, String example) {
        Secret secret = section.secret(name);
        if (secret != null && !secret.reveal().matches("[\\x21-\\x7e]+")) {
            section.problem(name, "was '<secret>' but must be a " + name + " such as " + example);
        }
        return secret;
    }

    /**
     * Value of the header Authorization, for a server that may ask for one: of a {@code token}, or of a
     * {@code username} with its {@code password}. Null where neither is given.
     *
     * @param example the beginning of a token, for messages
     */
    public static Secret authorization(ConfigSection section, String example) {
        Secret token = token(section, example);
        String username = section.get(USERNAME);
        Secret password = section.secret(PASSWORD);
        if (token != null && (username != null || password != null)) {
            section.problem("token", "is given beside username or password; a login is one of both");
        }
        if (username != null) {
            require(password, section, PASSWORD, "the password of the username");
        }
        if (password != null && username == null) {
            section.problem(USERNAME.name(), "is missing; a password needs one");
        }
        if (token != null) {
            return new Secret("Bearer " + token.reveal());
        }
        if (username == null || password == null) {
            return null;
        }
        byte[] login = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(login));
    }

    /** Headers of a request with the {@link #authorization}; none where it is null. */
    public static Map<String, String> authorized(Secret authorization) {
        return authorization == null ? Map.of() : Map.of("Authorization", authorization.reveal());
    }

    /** A web address that is a secret in itself, under {@code url} or {@code url_file}; null where there is none. */
    public static Secret secretUrl(ConfigSection section, String example) {
        Secret url = section.secret("url");
        try {
            if (url != null) {
                address(url.reveal());
            }
        } catch (IllegalArgumentException e) {
            section.problem("url", "was '<secret>' but must be an address such as " + example);
        }
        return url;
    }

    /** Notes a problem where neither the secret nor its file is given. */
    public static void require(Secret secret, ConfigSection section, String name, String what) {
        if (secret == null && !section.has(name + "_file")) {
            section.problem(name, "is missing; it must be " + what);
        }
    }

    /**
     * The section {@code headers}: names with their values, which are secrets, or with files that hold them.
     *
     * @param own beginning of the names that the notifier sets itself, lower case
     */
    public static Map<String, Secret> headers(ConfigSection notifier, String own) {
        ConfigSection section = notifier.section("headers");
        Map<String, Secret> headers = new LinkedHashMap<>();
        Map<String, String> spellings = new HashMap<>();
        for (String key : section.names()) {
            String name = key.endsWith(FILE) ? key.substring(0, key.length() - FILE.length()) : key;
            String lower = name.toLowerCase(Locale.ROOT);
            Secret value = section.secret(name);
            String spelling = spellings.computeIfAbsent(lower, first -> name);
            if (!HEADER.matcher(name).matches() || RESERVED.contains(lower) || lower.startsWith(own)) {
                section.problem(key, "is no header that can be set");
            } else if (!spelling.equals(name)) {
                section.problem(key, "is the same header as " + spelling + "; it may be given once");
            } else if (value != null && !value.reveal().matches("[\\x20-\\x7e]*")) {
                section.problem(key, "was '<secret>' but must be one line of printable characters");
            } else if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /** The headers with their values, for a request. */
    public static Map<String, String> revealed(Map<String, Secret> headers) {
        Map<String, String> revealed = new LinkedHashMap<>();
        headers.forEach((name, value) -> revealed.put(name, value.reveal()));
        return revealed;
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!web || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("not a web address");
        }
        return address;
    }
}
