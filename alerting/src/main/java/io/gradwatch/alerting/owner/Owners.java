package io.gradwatch.alerting.owner;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Mail addresses of those who own runs. An owner is text that a job sent: only addresses that the configuration names,
 * and those of domains that it names, are ever written to.
 *
 * @param addresses each by its owner; they go before the domains
 * @param domains of which addresses are taken as they are, lower case
 * @param userDomain domain of an owner that is the name of a user; empty where such an owner has no address
 */
public record Owners(Map<String, String> addresses, List<String> domains, Optional<String> userDomain) {

    /** Nobody has an address. */
    public static final Owners NONE = new Owners(Map.of(), List.of(), Optional.empty());

    private static final String DOMAIN = "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}";

    /** First part of an address of an owner: nothing that quotes, or that one person has in many forms. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    /** Most characters of the first part (RFC 5321, section 4.5.3.1.1). */
    private static final int MOST_CHARACTERS = 64;

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@" + DOMAIN);

    private static final String EXAMPLE = "example.org";

    private static final ConfigKey<String> USER_DOMAIN = ConfigKey.text(
                    "user-domain", null, "Domain of the address of an owner that is the name of a user.")
            .that(domain -> domain.matches(DOMAIN), "that is a domain such as " + EXAMPLE);

    /** Reads {@code owners}; problems are noted in the section. */
    public static Owners from(ConfigSection alerting) {
        ConfigSection section = alerting.section("owners");
        Map<String, String> addresses = new LinkedHashMap<>();
        ConfigSection people = section.section("addresses");
        for (String owner : people.names()) {
            String address = people.get(ConfigKey.text(owner, "", ""));
            if (!isAddress(address)) {
                people.problem(owner, "was '" + address + "' but must be a mail address");
            }
            addresses.put(owner, address);
        }
        List<String> domains = section.texts("domains");
        for (String domain : domains) {
            if (!domain.matches(DOMAIN)) {
                section.problem("domains", "has '" + domain + "' but must be a list of domains such as " + EXAMPLE);
            }
        }
        return new Owners(
                addresses,
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList(),
                Optional.ofNullable(section.get(USER_DOMAIN)));
    }

    /** True where nobody has an address. */
    public boolean isEmpty() {
        return addresses.isEmpty() && domains.isEmpty() && userDomain.isEmpty();
    }

    /** Address of an owner; empty where it is not known, or none that may be written to. */
    public Optional<String> address(String owner) {
        if (addresses.containsKey(owner)) {
            return Optional.of(addresses.get(owner));
        }
        if (isUser(owner)) {
            return userDomain.map(domain -> (owner + "@" + domain).toLowerCase(Locale.ROOT));
        }
        int at = owner.lastIndexOf('@');
        boolean known = at > 0
                && isUser(owner.substring(0, at))
                && domains.contains(owner.substring(at + 1).toLowerCase(Locale.ROOT));
        return known ? Optional.of(owner.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isUser(String text) {
        return text.length() <= MOST_CHARACTERS && USER.matcher(text).matches();
    }

    private static boolean isAddress(String text) {
        return text.length() <= 254 && ADDRESS.matcher(text).matches();
    }
}
