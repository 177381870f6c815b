package io.penguintech.gough.demo;

/** What a person reads in the terminal once everything runs. */
final class Welcome {
    private Welcome() {}

    static void print(Demo demo, Progress progress) {
        var addresses = demo.addresses();
        var forge = demo.standIns().kind();
        progress.plain("""

                Gough plays with stand-ins: nothing outside this machine is touched.

                  Page       %s
                  Gough      %s/sign-in
                             token %s
                  Git        git clone %s
                             push branches as ada, password %s
                  MAAS       %s/state
                  Fleet      %s/fleet/state

                Open the page: Slack is on the left, %s and the racks are beside it, and it says what to try.
                Or let it play by itself: ./gough demo --auto%s
                Ctrl-C ends it.
                """.formatted(
                        addresses.page(),
                        addresses.service(),
                        demo.credentials().apiToken(),
                        addresses.clone(ExampleRepository.NAME),
                        demo.credentials().pushPassword(),
                        addresses.maas(),
                        addresses.fleet(),
                        forge.request() + "s of " + forge.title(),
                        forge == DemoForge.GITHUB ? "" : " --forge " + forge.word()));
    }
}
