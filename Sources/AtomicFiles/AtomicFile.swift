import Foundation

/// Replaces files in one step, so that a reader finds the old file or the new one, never a part.
///
/// The bytes go to a temporary file in the same folder, which is brought to the disk and renamed.
/// After an error the old file is as it was and the temporary one is gone. Only a process that is
/// killed leaves one behind: a hidden file that ends in `.part` and may be deleted.
///
/// A program that has the old file open or mapped keeps the old bytes.
public enum AtomicFile {
    /// Writes a file in pieces.
    ///
    /// - Parameters:
    ///   - url: The file. Where it is a symbolic link, the file that it points to is replaced. An
    ///     existing file's permissions are kept; its owner becomes the present user.
    ///   - body: Writes the contents; may throw to leave everything as it was.
    /// - Throws: `AtomicFileError`; what `body` throws.
    public static func write(
        to url: URL, _ body: (AtomicFileWriter) throws -> Void
    ) throws {
        let target = url.resolvingSymlinksInPath()
        let permissions = try permissions(of: target)
        let folder = target.deletingLastPathComponent()
        let (descriptor, temporary) = try create(in: folder, for: target)
        do {
            let writer = AtomicFileWriter(url: target, descriptor: descriptor)
            defer {
                writer.invalidate()
                close(descriptor)
            }
            try body(writer)
            if let permissions, fchmod(descriptor, permissions) != 0 {
                throw AtomicFileError(file: target, step: .write, code: errno)
            }
            guard fsync(descriptor) == 0 else {
                throw AtomicFileError(file: target, step: .sync, code: errno)
            }
            guard rename(temporary.path, target.path) == 0 else {
                throw AtomicFileError(file: target, step: .rename, code: errno)
            }
        } catch {
            unlink(temporary.path)
            throw error
        }
        try settle(folder, for: target)
    }

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - data: The whole contents.
    ///   - url: The file, as in ``write(to:_:)``.
    /// - Throws: `AtomicFileError`.
    public static func write(_ data: Data, to url: URL) throws {
        try write(to: url) { try $0.write(data) }
    }
}

extension AtomicFile {
    /// The permissions of the file to be replaced, nil where there is none.
    ///
    /// Refuses a folder, and a device: renaming over `/dev/null` would delete it for everybody.
    private static func permissions(of target: URL) throws -> mode_t? {
        var status = stat()
        guard stat(target.path, &status) == 0 else {
            return nil  // absent; whatever else is wrong is found when the temporary is created
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let code = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENOTSUP
            throw AtomicFileError(file: target, step: .create, code: code)
        }
        return status.st_mode & 0o777
    }

    /// Creates an empty file of a name that nobody has.
    private static func create(
        in folder: URL, for target: URL
    ) throws -> (descriptor: Int32, url: URL) {
        // Not `mkstemp`: that makes the file private, and a file should have its usual permissions.
        while true {
            // The name does not contain the target's, so that it is never too long.
            let name = String(UInt64.random(in: .min ... .max), radix: 16)
            let temporary = folder.appendingPathComponent(".\(name).part")
            let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (descriptor, temporary) }
            guard errno == EEXIST || errno == EINTR else {
                throw AtomicFileError(file: target, step: .create, code: errno)
            }
        }
    }

    /// Brings the new name to the disk.
    private static func settle(_ folder: URL, for target: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A folder may be writable and not readable: then the name is left to the system.
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Some file systems cannot sync folders and say so with one of these.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw AtomicFileError(file: target, step: .settle, code: errno)
        }
    }
}
