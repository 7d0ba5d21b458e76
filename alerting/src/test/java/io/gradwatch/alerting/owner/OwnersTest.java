package io.gradwatch.alerting.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersTest {

    private static final String ALL = """
            owners:
              addresses: {grace: hopper+training@people.example, "R2 D2": droid@people.example}
              domains: [example.org, Lab.example.org]
              user-domain: example.org
            """;

    @Test
    void owner_isWrittenTo_byTheTable_byItsDomain_orByTheDomainOfUsers() throws Exception {
        Owners owners = read(ALL);

        assertThat(owners.address("grace")).contains("hopper+training@people.example");
        assertThat(owners.address("R2 D2")).contains("droid@people.example");
        assertThat(owners.address("ada")).contains("ada@example.org");
        assertThat(owners.address("Ada.Lovelace-2")).contains("ada.lovelace-2@example.org");
        assertThat(owners.address("Turing@LAB.example.org")).contains("turing@lab.example.org");
        assertThat(read("owners: {domains: [example.org]}").address("ada")).isEmpty();
        assertThat(Owners.NONE.address("ada@example.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eve@evil.example",
                "eve@example.org.evil.example",
                "eve@sub.example.org",
                "eve@evil.example@example.org",
                "a,b@example.org",
                "<eve@evil.example>ada@example.org",
                "\"a b\"@example.org",
                "ada+1@example.org",
                "ada%evil.example@example.org",
                "evil.example!ada@example.org",
                "ada@example.org\r\nBcc: eve@evil.example",
                "ada\n",
                "@example.org",
                "ada@",
                ".ada@example.org",
                "ada..b@example.org",
                "-froot@example.org",
                "аda@example.org"
            })
    void otherText_isWrittenToNever(String owner) throws Exception {
        assertThat(read(ALL).address(owner)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_haveNoAddress(String name) throws Exception {
        assertThat(read(ALL).address(name)).isEmpty();
        assertThat(read(ALL).address(name + "@example.org")).isEmpty();
    }

    @Test
    void problems_areSaidAtOnce() {
        assertThat(Assertions.catchThrowableOfType(ConfigurationException.class, () -> read("""
                        owners:
                          addresses: {grace: hopper, eve: "a@b.example, c@d.example"}
                          domains: ["@example.org"]
                          user-domain: localhost
                        """))
                        .problems())
                .anySatisfy(problem -> assertThat(problem).contains("addresses.grace was 'hopper'"))
                .anySatisfy(problem -> assertThat(problem).contains("addresses.eve was 'a@b.example, c@d.example'"))
                .anySatisfy(problem -> assertThat(problem).contains("domains has '@example.org'"))
                .anySatisfy(problem -> assertThat(problem).contains("user-domain was 'localhost'"))
                .hasSize(4);
    }

    @Test
    void mailsToAnAddress_areBounded_forAnHour() {
        ManualClock clock = new ManualClock();
        AddressLimit limit = new AddressLimit(clock);
        for (int i = 0; i < AddressLimit.MOST_MAILS; i++) {
            assertThat(limit.permits("ada@example.org")).isTrue();
            limit.sent("ada@example.org");
            clock.add(Duration.ofMinutes(1));
        }

        assertThat(limit.permits("ada@example.org")).isFalse();
        assertThat(limit.permits("grace@example.org")).isTrue();
        clock.add(Duration.ofMinutes(40));
        assertThat(limit.permits("ada@example.org")).isTrue();
        limit.sent("ada@example.org");
        assertThat(limit.permits("ada@example.org")).isFalse();
    }

    private static Owners read(String yaml) throws ConfigurationException {
        List<Owners> read = Configuration.parse(yaml, "f.yml", Map.of()).read(root -> List.of(Owners.from(root)));
        return read.get(0);
    }
}
