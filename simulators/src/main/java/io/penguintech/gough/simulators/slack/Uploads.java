package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files in three steps, as docs.slack.dev describes them: an address to upload to (files.getUploadURLExternal), the
 * bytes, exactly as many as were announced, and the sharing (files.completeUploadExternal). What was not uploaded, or was
 * shared before, cannot be shared. That one may not share where the app may not post is inferred.
 */
final class Uploads {
    static final String PATH = "/upload/v1/";
    private static final int LARGEST = 16 << 20;

    private record Begun(String id, String name, int length, Optional<String> content) {}

    private final Workspace workspace;
    private final Supplier<String> url;
    private final Map<String, Begun> begun = new LinkedHashMap<>();
    private final List<SlackFile> shared = new ArrayList<>();
    private int last;

    Uploads(Workspace workspace, Supplier<String> url) {
        this.workspace = workspace;
        this.url = url;
    }

    List<SlackFile> shared() {
        return List.copyOf(shared);
    }

    ObjectNode begin(Arguments arguments) {
        var name = arguments.get("filename");
        var length = arguments.get("length");
        if (name.isEmpty() || !length.matches("[1-9][0-9]{0,9}")) throw new ApiRefusal("invalid_arguments");
        if (Long.parseLong(length) > LARGEST) throw new ApiRefusal("file_upload_size_restricted");
        var id = "F" + workspace.born() + "%04d".formatted(++last);
        begun.put(id, new Begun(id, name, Integer.parseInt(length), Optional.empty()));
        return Json.object().put("upload_url", url.get() + PATH + id).put("file_id", id);
    }

    /** The bytes come without a token: knowing the address is enough. */
    Answer upload(Call call) {
        return workspace.alone(() -> uploaded(call));
    }

    private Answer uploaded(Call call) {
        var file = begun.get(call.path().substring(PATH.length()));
        if (file == null || !call.method().equals("POST")) return Answer.text(404, "Not Found");
        if (call.body().size() != file.length()) return Answer.text(400, "Bad Request: wrong length");
        begun.put(
                file.id(),
                new Begun(
                        file.id(),
                        file.name(),
                        file.length(),
                        Optional.of(call.body().text())));
        return Answer.text(200, "OK - " + file.length());
    }

    ObjectNode complete(Arguments arguments) {
        var files = Json.parse(arguments.get("files"))
                .filter(JsonNode::isArray)
                .filter(list -> !list.isEmpty())
                .orElseThrow(() -> new ApiRefusal("invalid_arguments"));
        var channel = arguments.get("channel_id");
        var known = workspace.channelId(channel).orElseThrow(() -> new ApiRefusal("channel_not_found"));
        if (!workspace.botMayPost(known)) throw new ApiRefusal("not_in_channel");
        var body = Json.object();
        var answered = body.putArray("files");
        for (var one : files) {
            var file = begun.remove(one.path("id").asString(""));
            if (file == null || file.content().isEmpty()) throw new ApiRefusal("file_not_found");
            shared.add(new SlackFile(file.id(), file.name(), file.content().get(), List.of(known)));
            answered.addObject()
                    .put("id", file.id())
                    .put("title", one.path("title").asString(file.name()));
        }
        var comment = arguments.get("initial_comment");
        workspace.post(
                known,
                Workspace.BOT_USER,
                null,
                Content.of(comment.isEmpty() ? "shared a file" : comment, "", Content.NEW_TEXT));
        return body;
    }
}
