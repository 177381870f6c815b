package io.penguintech.gough.bot.web;

import io.penguintech.gough.templates.view.SignInView;
import io.penguintech.gough.templates.view.Views;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Trades a token for a session cookie with which a browser may look, and do nothing else. */
@Controller
final class SignIn {
    private final ApiTokens tokens;
    private final Views views;
    private final Frames frames;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    SignIn(ApiTokens tokens, Views views, Frames frames) {
        this.tokens = tokens;
        this.views = views;
        this.frames = frames;
    }

    @GetMapping("/sign-in")
    ResponseEntity<String> form() {
        return form(HttpStatus.OK, Optional.empty());
    }

    @PostMapping(path = "/sign-in", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> enter(
            @RequestParam(defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response) {
        var who = tokens.present(token.strip());
        if (who.isEmpty())
            return form(HttpStatus.UNAUTHORIZED, Optional.of("No token of the server settings is like that."));
        var old = request.getSession(false);
        if (old != null) old.invalidate();
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(who.get());
        sessions.saveContext(context, request, response);
        return to("/");
    }

    @PostMapping("/sign-out")
    ResponseEntity<String> leave(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) session.invalidate();
        return to("/sign-in");
    }

    private ResponseEntity<String> form(HttpStatus status, Optional<String> problem) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                .body(views.signInPage(new SignInView(problem, frames.version())));
    }

    private static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, address)
                .build();
    }
}
