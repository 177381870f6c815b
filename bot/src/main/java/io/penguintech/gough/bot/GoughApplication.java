package io.penguintech.gough.bot;

import io.penguintech.gough.bot.cli.Gough;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** Gough's one program: the command line, of which {@code serve} is the service. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // there are tokens, no passwords
@ConfigurationPropertiesScan
public class GoughApplication {
    /** Runs the command that {@code args} names. */
    public static void main(String[] args) {
        System.exit(Gough.run(args, GoughApplication::serve));
    }

    /** Runs the service until it is told to stop, by a signal. */
    private static int serve(String[] settings) {
        try {
            var ended = new CountDownLatch(1);
            start(settings).addApplicationListener(event -> {
                if (event instanceof ContextClosedEvent) ended.countDown();
            });
            ended.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            return 1; // Spring has said why
        }
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
