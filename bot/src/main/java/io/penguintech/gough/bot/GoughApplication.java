package io.penguintech.gough.bot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Gough's one program: the command line, of which {@code serve} is the service. */
@SpringBootApplication
public class GoughApplication {
    /** Runs the command that {@code args} names. */
    public static void main(String[] args) {
        SpringApplication.run(GoughApplication.class, args);
    }
}
