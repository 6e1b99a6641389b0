import Foundation

extension String {
    /// The text as a shell takes it, quoted where it has to be.
    package var quotedForShell: String {
        let plain = CharacterSet(charactersIn: "/._-+,:@").union(.alphanumerics)
        guard isEmpty || unicodeScalars.contains(where: { !plain.contains($0) }) else {
            return self
        }
        return "'" + replacing("'", with: "'\\''") + "'"
    }
}
