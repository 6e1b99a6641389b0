import CIPS3DRenderer
import Testing
