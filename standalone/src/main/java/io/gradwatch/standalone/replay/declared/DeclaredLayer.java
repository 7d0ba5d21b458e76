package io.gradwatch.standalone.replay.declared;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Layer;

/** A layer in a file of declarations. */
final class DeclaredLayer {

    static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the layer, as in its statistics.");
    static final ConfigKey<String> TYPE = ConfigKey.text("type", "", "Its kind, such as DenseLayer.");
    static final ConfigKey<String> ACTIVATION =
            ConfigKey.text("activation", "", "Its activation function, such as relu or softmax.");
    static final ConfigKey<Long> PARAMETERS = new ConfigKey<Long>(
                    "parameters", "a whole number", 0L, "Its trainable parameters.", Long::valueOf)
            .that(value -> value >= 0, "from 0");

    private DeclaredLayer() {}

    static Layer read(ConfigSection section) {
        String name = section.require(NAME);
        return Layer.newBuilder()
                .setName(name == null ? "" : name)
                .setType(section.get(TYPE))
                .setActivation(section.get(ACTIVATION))
                .setParameters(section.get(PARAMETERS))
                .build();
    }
}
