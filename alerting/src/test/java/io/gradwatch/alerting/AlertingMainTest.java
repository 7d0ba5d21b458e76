package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.service.testing.ServiceMainContract;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertingMainTest extends ServiceMainContract {

    @Override
    protected int run(String[] arguments, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        return AlertingMain.run(arguments, environment, out);
    }

    @Override
    protected String wrongConfiguration() {
        return "alerting:\n  group-wait: soon\n  retenton: 3d\ndetectors: {}\n";
    }

    @Override
    protected String[] problems() {
        return new String[] {"bad.yml:2: alerting.group-wait", "bad.yml:3: alerting.retenton is not known"};
    }

    @Test
    void dataFolderThatIsNone_exitsWith1() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--data", file.toString())).isEqualTo(1);
        assertThat(said()).contains("Alerting could not start: the data folder " + file + " cannot be used");
    }
}
