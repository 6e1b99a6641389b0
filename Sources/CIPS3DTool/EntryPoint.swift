import ArgumentParser
import CIPS3DTraining
import Foundation

/// Where the program starts.
@main
enum EntryPoint {
    static func main() async {
        AllocatorSettings.apply()
        do {
            var command = try await CIPS3D.asyncParseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try StandardOutput.flush()
        } catch {
            end(with: error)
        }
    }

    /// Prints what there is to say, to the end, and exits.
    ///
    /// Help and the version come here too: they are errors of status 0.
    private static func end(with error: any Error) -> Never {
        let (message, code) = (CIPS3D.fullMessage(for: error), CIPS3D.exitCode(for: error))
        guard code == .success else { fail(message, code) }
        if !message.isEmpty { print(message) }
        do {
            try StandardOutput.flush()
        } catch {
            fail(CIPS3D.fullMessage(for: error), .failure)
        }
        exit(code.rawValue)
    }

    private static func fail(_ message: String, _ code: ExitCode) -> Never {
        fflush(nil)
        if !message.isEmpty {
            try? FileHandle.standardError.write(contentsOf: Data("\(message)\n".utf8))
        }
        exit(code.rawValue)
    }
}
