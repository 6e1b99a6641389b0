import Foundation

/// A JSON file that holds a configuration.
package struct ConfigurationFile {
    /// Far more than any configuration takes; a larger file was named by mistake.
    private static let largestSize = 1 << 20

    private let url: URL

    /// The file at a place; it is not opened yet.
    package init(_ url: URL) { self.url = url }

    /// The complete configuration in the file, validated.
    ///
    /// - Returns: The configuration.
    /// - Throws: `ConfigurationError` that lists all problems.
    package func section<Section: ConfigurationSection>() throws -> Section {
        var section = Section()
        var reader = ConfigurationReader(knownKeys: Section.keys, requiresEveryKey: true)
        reader.read(try tree(), into: &section, from: "in \(url.path)")
        section.check(at: "", into: &reader)
        try reader.finish()
        return section
    }

    /// The file's contents.
    ///
    /// - Returns: The parsed JSON.
    /// - Throws: `ConfigurationError` where the file cannot be read or is not JSON.
    package func tree() throws -> JSONValue {
        let data = try contents()
        do {
            return try JSONParser.parse(data)
        } catch {
            throw problem("is not valid JSON (\(error.reason)); mend it or leave it out")
        }
    }

    private func contents() throws -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw problem("does not exist; check the path")
        }
        guard !isFolder.boolValue else {
            throw problem("is a folder; name a JSON file in it")
        }
        let data: Data?
        do {
            // An empty file has no data at all.
            data = try FileHandle(forReadingFrom: url).read(upToCount: Self.largestSize + 1)
        } catch {
            throw problem("cannot be read; check its permissions")
        }
        guard let data else { throw problem("is empty; write {} to change nothing") }
        guard data.count <= Self.largestSize else {
            throw problem("is larger than 1 MiB; name a JSON file with settings")
        }
        return data
    }

    private func problem(_ what: String) -> ConfigurationError {
        ConfigurationError(problems: ["The configuration file \(url.path) \(what)."])
    }
}
