package io.gradwatch.config;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Address of the page as people reach it, and of the runs and alerts on it. The one place that knows how an id stands
 * in an address of the page.
 *
 * @param base http or https, without query, fragment and trailing slash, such as {@code https://watch.example.org}
 */
public record PublicUrl(String base) {

    /** The key {@code public-url} at the top of the configuration. */
    public static final ConfigKey<PublicUrl> KEY = new ConfigKey<>(
            "public-url",
            "an http or https address without a query, such as https://gradwatch.example.org",
            null,
            "Address of the page as people reach it: messages link to runs and alerts there.",
            PublicUrl::of);

    /**
     * Reads an address. A slash at its end counts as absent; a path before it stays.
     *
     * @throws IllegalArgumentException when it is no web address, or has a query, a fragment or a user
     */
    public static PublicUrl of(String text) {
        URI address = URI.create(text);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        boolean more = address.getRawQuery() != null || address.getRawFragment() != null;
        if (!web || address.getHost() == null || address.getRawUserInfo() != null || more) {
            throw new IllegalArgumentException("not the address of a page: " + text);
        }
        return new PublicUrl(address.toASCIIString().replaceAll("/+$", ""));
    }

    /** The address that the configuration names; empty where it names none. */
    public static Optional<PublicUrl> from(ConfigSection root) {
        return Optional.ofNullable(root.get(KEY));
    }

    /** Address of the page of a run. */
    public String run(String runId) {
        return base + "/runs/" + encoded(runId);
    }

    /** Address of the page of an alert. */
    public String alert(String alertId) {
        return base + "/alerts/" + encoded(alertId);
    }

    /** Address of the overview. */
    public String overview() {
        return base + "/";
    }

    /** One segment of a path, as the router of the page reads it: a slash is {@code %2F}, a blank {@code %20}. */
    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
