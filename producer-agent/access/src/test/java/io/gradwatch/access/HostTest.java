package io.gradwatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostTest {

    @Test
    void folder_staysInsideItsParent() {
        assertThat(Path.of(Host.folder())).isRelative().hasToString(Host.folder());
        assertThat(Path.of(Host.folder()).getNameCount()).isEqualTo(1);
        assertThat(Host.folder()).isNotIn(".", "..").matches("[A-Za-z0-9._-]+");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_areThoseOfEnvironmentAndKernel() throws Exception {
        String kernel = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        String environment = System.getenv("HOSTNAME");
        assertThat(Host.name()).isEqualTo(environment == null || environment.isBlank() ? kernel : environment.strip());
        assertThat(Host.folder()).isIn(kernel, "host");
    }
}
