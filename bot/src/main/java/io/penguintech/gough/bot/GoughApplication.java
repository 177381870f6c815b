package io.penguintech.gough.bot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** Gough's one program: the command line, of which {@code serve} is the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GoughApplication {
    /** Runs the command that {@code args} names. */
    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the service and returns when it is up. Close the context to stop it.
     *
     * @param args settings as {@code --gough.data-dir=...}
     */
    public static ConfigurableApplicationContext start(String... args) {
        var application = new SpringApplication(GoughApplication.class);
        application.setMainApplicationClass(GoughApplication.class);
        application.addInitializers(new SettingsGate());
        application.addListeners(new JsonLogs());
        return application.run(args);
    }
}
