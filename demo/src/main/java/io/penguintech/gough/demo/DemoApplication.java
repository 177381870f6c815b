package io.penguintech.gough.demo;

/** Starts the bot with stand-ins for everything it talks to. */
public final class DemoApplication {
    private DemoApplication() {}

    /** Starts the demo. */
    public static void main(String[] args) {}
}
