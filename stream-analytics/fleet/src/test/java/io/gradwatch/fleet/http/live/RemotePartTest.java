package io.gradwatch.fleet.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.live.column.SearchBudget;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertQueryBuilder;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.testing.FakeFleet;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemotePartTest {

    private static final Secret TOKEN = new Secret("peer-token-0123456789");

    private final FakeFleet fleet = new FakeFleet();

    @AutoClose
    private FleetServer server;

    private RemotePart remote;

    @BeforeEach
    void open() {
        server = new FleetServer(
                "127.0.0.1", 0, new AccessSettings(List.of(), TOKEN, Set.of()), List.of(new PeerRoutes(fleet)));
        server.start();
        remote = remote(TOKEN);
    }

    @Test
    void everyAnswer_arrivesAsItIs() {
        RunQuery runs = RunQueryBuilder.builder()
                .runs(List.of("a b&c", "ü"))
                .state("training")
                .verdict("diverged")
                .project("p&x=1")
                .owner("ö")
                .host("h h")
                .severity("info")
                .text("100%")
                .tags(List.of("a&b", "c"))
                .group("g=1")
                .where(List.of("config.a&b >= 1e-3", "metric.x = /a|b/"))
                .columns(List.of("config.a&b", "metric.träin/loss"))
                .sort("metric.träin/loss")
                .order(Order.ASC)
                .limit(5)
                .cursor("c+/=")
                .build();
        AlertQuery alerts = AlertQueryBuilder.builder()
                .state("firing")
                .status("silenced")
                .open(true)
                .severity("info")
                .alertClass("nan")
                .run(FakeFleet.RUN)
                .project("p")
                .owner("o")
                .assignee("grace h")
                .text("/a+&/")
                .since(7L)
                .limit(9)
                .cursor("c")
                .build();

        RunGroupQuery groups = new RunGroupQuery(
                RunQueryBuilder.builder()
                        .project("p&x=1")
                        .tags(List.of("a&b"))
                        .where(List.of("config.a&b >= 1e-3"))
                        .build(),
                "config.model",
                "metric.loss");

        assertThat(remote.runGroups(groups, "other:8080")).isEqualTo(fleet.runGroups(groups));
        assertThat(remote.columns("a&b", "other:8080")).isEqualTo(fleet.columns("a&b"));
        assertThat(remote.run(FakeFleet.RUN)).isEqualTo(fleet.run(FakeFleet.RUN));
        assertThat(remote.run("other")).isEmpty();
        assertThat(remote.alert(FakeFleet.ALERT)).isEqualTo(fleet.alert(FakeFleet.ALERT));
        assertThat(remote.runs(runs, "other:8080")).isEqualTo(fleet.runs(runs));
        assertThat(remote.alerts(alerts, null)).isEqualTo(fleet.alerts(alerts));
        assertThat(remote.overview("other:8080")).isEqualTo(fleet.overview());
        assertThat(remote.groups(GroupKind.GPU, null)).isEqualTo(fleet.groups(GroupKind.GPU));
        assertThat(fleet.asked)
                .contains(groups, "groups instead of other:8080", "columns with a&b", "columns instead of other:8080")
                .contains(runs, alerts, "instead of other:8080", "instead of null", "overview instead of other:8080");
    }

    @Test
    void partThatDoesNotAnswer_isUnavailable() {
        fleet.available = false;
        assertThatThrownBy(() -> remote.run("x")).isInstanceOf(UnavailableException.class);
        fleet.available = true;
        assertThatThrownBy(() -> remote(new Secret("wrong")).run("x")).isInstanceOf(UnavailableException.class);
        server.close();
        assertThatThrownBy(() -> remote.overview(null)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void patternThatTakesTooLongThere_isToldAsOne() {
        fleet.failure = new SearchBudget.ExceededException();

        assertThatThrownBy(() -> remote.runs(RunQueryBuilder.builder().limit(1).build(), null))
                .isInstanceOf(SearchBudget.ExceededException.class);
    }

    /** As a peer of an earlier release, which does not know a parameter. */
    @Test
    void otherRefusal_isUnavailable_withItsReason() {
        fleet.failure = ApiException.badRequest("The parameter 'epoch' is not known");

        assertThatThrownBy(() -> remote.runs(RunQueryBuilder.builder().limit(1).build(), null))
                .isInstanceOf(UnavailableException.class)
                .hasMessageEndingWith("answered with status 400: The parameter 'epoch' is not known");
    }

    private RemotePart remote(Secret token) {
        return new RemotePart(HttpClient.newHttpClient(), "127.0.0.1:" + server.port(), token);
    }
}
