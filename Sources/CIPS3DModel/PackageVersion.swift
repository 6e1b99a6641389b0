/// The version of this package, for `--version`, model cards and run folders.
public enum PackageVersion {
    /// As in the change log.
    public static let current = "0.1.0"
}
