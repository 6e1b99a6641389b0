import CIPS3DTraining

/// Where the program starts.
@main
enum EntryPoint {
    static func main() async {
        AllocatorSettings.apply()
        await CIPS3D.main()
    }
}
