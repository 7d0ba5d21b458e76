package io.gradwatch.standalone.cli;

import picocli.CommandLine.IVersionProvider;

/** Version that the jar was built with. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String built = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "gradwatch " + (built == null ? "(run from its classes)" : built),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
